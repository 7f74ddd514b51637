import type { VerdictHistory } from '#contract/rollout.ts';
import type { EpochMs, Window } from '#domain/time/time.ts';
import type { Run } from '#domain/verdict/run.ts';
import type { VerdictState } from '#domain/verdict/verdict.ts';

/** A stretch of a run under one verdict; `null` where nobody judged, or nothing is on record. */
export interface Piece extends Window {
  readonly state: VerdictState | null;
  readonly word: string;
}

/** The server tells no more than so many changes, newest first. */
const mostTold = 200;

export interface StripInput {
  readonly run: Run;
  /** Changes of the verdict, newest first. */
  readonly history: VerdictHistory;
  /** Times nobody judged, from the log. */
  readonly gaps: readonly Window[];
  readonly now: EpochMs;
  /** After this instant the newest verdict no longer stands. */
  readonly staleAfter: EpochMs;
  /** When it was judged last. */
  readonly judgedAt: EpochMs;
  /** Whether this page can't tell what was judged since: it has lost its server, or was away. */
  readonly isCut: boolean;
}

/** A run from its start to its end or to now, piece by piece, with no instant left out: what nobody judged is a gap. */
export function stripOf(input: StripInput): readonly Piece[] {
  const { run, now, staleAfter, judgedAt, isCut } = input;
  const end = run.end ?? now;
  const changes = input.history.filter((one) => one.run === run.id).toSorted((a, b) => a.at - b.at);
  const stands = run.end !== null || (now <= staleAfter && !isCut);
  const lastTo = stands ? end : Math.min(Math.max(judgedAt, run.start), end);
  const within = (at: EpochMs): EpochMs => Math.min(Math.max(at, run.start), lastTo);
  const first = within(changes[0]?.at ?? lastTo);
  const unknown = input.history.length >= mostTold ? 'Older changes are not listed' : 'Not judged yet';
  const pieces: readonly Piece[] = [
    { from: run.start, to: first, state: null, word: unknown },
    ...changes.map(({ at, state, word }, i): Piece => {
      const next = changes[i + 1]?.at ?? lastTo;
      return { from: within(at), to: within(next), state, word };
    }),
    { from: lastTo, to: end, state: null, word: isCut ? 'Not known' : nobody },
  ];
  return joined(
    pieces.flatMap((piece) => without(piece, input.gaps)).filter((piece) => piece.to > piece.from),
  );
}

const nobody = 'Nobody judged';

/** A piece with the times nobody judged cut out of it and named. */
function without(piece: Piece, gaps: readonly Window[]): readonly Piece[] {
  if (piece.state === null) return [piece];
  const pieces: Piece[] = [];
  let from = piece.from;
  for (const gap of gaps.toSorted((a, b) => a.from - b.from)) {
    const [start, end] = [Math.max(gap.from, from), Math.min(gap.to, piece.to)];
    if (end <= start) continue;
    pieces.push({ ...piece, from, to: start }, { from: start, to: end, state: null, word: nobody });
    from = end;
  }
  return [...pieces, { ...piece, from }];
}

function joined(pieces: readonly Piece[]): readonly Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (last?.word === piece.word && last.to === piece.from) all[all.length - 1] = { ...last, to: piece.to };
    else all.push(piece);
  }
  return all;
}
