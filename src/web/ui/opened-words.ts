/** Why a run is open, as the end of a sentence: "Ana started it". */
export function sayOpened(by: string): string {
  if (by === 'allotment') return 'the toggle reached its percentage';
  return `${by === 'example' ? 'the example data' : by} started it`;
}
