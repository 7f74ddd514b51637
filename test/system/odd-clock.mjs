import { ServerResponse } from 'node:http';

/**
 * Begins every unit and screen test at one moment, so that no test passes by day and fails by night. It is an evening in New
 * York on which UTC is a day and a month further: whatever takes one for the other fails at once, not between seven and twelve.
 * `STAGEWATCH_TEST_CLOCK=2027-03-14T06:58:00Z npx vitest run --project screens` begins somewhere else. What asks the machine
 * past `Date` keeps its clock: files' times, SQLite's own, processes a test starts.
 */
const begins = process.env['STAGEWATCH_TEST_CLOCK'] ?? '2026-12-01T01:30:00Z';
const Machine = Date;

/** How far ahead of the machine, in ms; whoever started this process has said it already. */
let ahead = Number((process.env['STAGEWATCH_TEST_AHEAD'] ??= String(Date.parse(begins) - Date.now())));
if (!Number.isFinite(ahead))
  throw new Error(`STAGEWATCH_TEST_CLOCK is "${begins}". Set a time such as 2026-12-01T01:30:00Z.`);

const machineNow = Date.now.bind(Date);
const now = () => machineNow() + ahead;
Machine.now = now;

/** Of every minute, in ms: a test that begins within it is over, or given up after 40 seconds, before the minute is. */
const early = 15_000;
const minute = 60_000;

/**
 * For a set-up to call before each test: goes on to a second past the next minute unless this one has just begun. Worlds are made to the
 * minute, and one that turns between an answer and what a test compares it with would be another.
 */
function beginEarly() {
  const into = now() % minute;
  if (into > early) process.env['STAGEWATCH_TEST_AHEAD'] = String((ahead += minute - into + 1_000));
}
Reflect.set(globalThis, Symbol.for('stagewatch.begin-early'), beginEarly);

globalThis.Date = new Proxy(Machine, {
  construct: (_target, given, made) =>
    Reflect.construct(
      Machine,
      given.length === 0 ? [now()] : given,
      made === globalThis.Date ? Machine : made,
    ),
  apply: () => new Machine(now()).toString(),
});
Machine.prototype.constructor = globalThis.Date;

/**
 * A server's answers carry the time too, and Node takes it from the machine.
 * @param {ServerResponse} response
 */
function dated(response) {
  if (response.sendDate && !response.hasHeader('date')) response.setHeader('date', new Date().toUTCString());
}

const written = new Proxy(Reflect.get(ServerResponse.prototype, 'writeHead'), {
  apply: (writeHead, response, given) => {
    dated(response);
    return Reflect.apply(writeHead, response, given);
  },
});
Reflect.set(ServerResponse.prototype, 'writeHead', written);
