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
const ahead = Number((process.env['STAGEWATCH_TEST_AHEAD'] ??= String(Date.parse(begins) - Date.now())));
if (!Number.isFinite(ahead))
  throw new Error(`STAGEWATCH_TEST_CLOCK is "${begins}". Set a time such as 2026-12-01T01:30:00Z.`);

const machineNow = Date.now.bind(Date);
const now = () => machineNow() + ahead;
Machine.now = now;

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
