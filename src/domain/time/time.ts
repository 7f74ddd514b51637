/** Milliseconds since 1970-01-01T00:00Z. Every instant in the domain is one of these: UTC, an integer. */
export type EpochMs = number;

/** A length of time in milliseconds. */
export type Ms = number;

/** A half-open stretch of time `[from, to)`: two windows that touch share no instant. */
export interface Window {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export const second: Ms = 1_000;
export const minute: Ms = 60 * second;
export const hour: Ms = 60 * minute;
export const day: Ms = 24 * hour;
