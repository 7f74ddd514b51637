/** Why a run is open, as the end of a sentence: "Ana started it". */
export function sayOpened(by: string): string {
  return by === 'allotment' ? 'the toggle reached its percentage' : `${by} started it`;
}
