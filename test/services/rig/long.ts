/** `npm run test:long` sets it: the same tests, with as many kills as the promise is made for. */
const isLong = (process.env['STAGEWATCH_TEST_LONG'] ?? '') !== '';

/** How often the process (or the database server) is killed while somebody writes. */
export const kills = isLong
  ? { embedded: 200, postgres: 50, server: 50 }
  : { embedded: 10, postgres: 10, server: 3 };

/** For one test with kills, in milliseconds. */
export const longTimeout = isLong ? 45 * 60_000 : 120_000;
