/** Items of a list that may hold the same twice, each with a key of its own. */
export function numbered<T>(items: readonly T[]): readonly { readonly one: T; readonly key: number }[] {
  return items.map((one, key) => ({ one, key }));
}
