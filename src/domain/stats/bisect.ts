/** Where `outside` changes between an outer point (true) and an inner one (false), to the last digit. */
export function bisect(outer: number, inner: number, outside: (p: number) => boolean): number {
  let out = outer;
  let into = inner;
  for (let i = 0; i < 80; i++) {
    const middle = (out + into) / 2;
    if (outside(middle)) out = middle;
    else into = middle;
  }
  return (out + into) / 2;
}
