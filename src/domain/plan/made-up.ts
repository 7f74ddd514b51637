/** True where every signal of a plan is made up: it has numbers to show, and none of them is real. */
export function isMadeUp(signals: readonly { readonly source: string }[]): boolean {
  return signals.length > 0 && signals.every((signal) => signal.source === 'example');
}
