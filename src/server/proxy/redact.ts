/** Takes out of a text what must never leave the proxy: the configured secrets, and whatever looks like one. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret.length >= 4).toSorted((a, b) => b.length - a.length);
  return (text) => {
    let out = text;
    for (const secret of known) out = out.replaceAll(secret, '…');
    return out
      .replaceAll(/\b(bearer|basic)\s+[\w~+/.=-]{4,}/gi, '$1 …')
      .replaceAll(/(:\/\/)[^\s/@]+@/g, '$1…@');
  };
}

/** The secrets in request headers: the whole value, and the part after the scheme. */
export function secretsIn(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.values(headers).flatMap((value) => {
    const [scheme = '', token] = value.split(' ');
    if (token === undefined) return [value];
    return scheme.toLowerCase() === 'basic' ? [token, ...passwordOf(token)] : [token];
  });
}

function passwordOf(base64: string): readonly string[] {
  const text = Buffer.from(base64, 'base64').toString('utf8');
  return [text, text.slice(text.indexOf(':') + 1)];
}
