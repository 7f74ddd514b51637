/** Takes out of a text what must never leave the proxy: the configured secrets, whatever looks like one, and e-mail addresses. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret.length >= 4).toSorted((a, b) => b.length - a.length);
  return (text) => {
    let out = text;
    for (const secret of known) out = out.replaceAll(secret, '…');
    return out
      .replaceAll(/\b(bearer|basic)\s+[\w~+/.=-]{4,}/gi, '$1 …')
      .replaceAll(/(:\/\/)[^\s/@]+@/g, '$1…@')
      .replaceAll(/[\w.+%-]+@[\w.-]+/g, '…');
  };
}

/** The secrets in request headers: what follows the scheme, and for a password its plain form too. */
export function secretsIn(headers: Readonly<Record<string, string>>): readonly string[] {
  const secrets: string[] = [];
  for (const value of Object.values(headers)) {
    const [scheme = '', token = value] = value.split(' ');
    secrets.push(token);
    if (scheme.toLowerCase() !== 'basic') continue;
    const text = Buffer.from(token, 'base64').toString('utf8');
    secrets.push(text, text.slice(text.indexOf(':') + 1));
  }
  return secrets;
}
