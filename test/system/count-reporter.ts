import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Reporter, SerializedError, TestCase, TestModule, TestRunEndReason } from 'vitest/node';

const root = fileURLToPath(new URL('../..', import.meta.url));
const resultFile = join(root, 'node_modules/.tmp/test-count.txt');
const needsShared = /\(needs \.\.\/shared\)$/;

/** Counts for `.ci/run`, and under CI no test may be skipped: a skipped test proves nothing. */
export default class CountReporter implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
    // A file that does not load, or fails outside its tests, counts as one failed test.
    const brokenModules = modules.filter((module) => module.state() === 'failed' && !hasFailedTest(module));
    const skipped = process.env['CI'] === 'true' ? tests.filter(isWronglySkipped) : [];
    for (const test of skipped)
      console.error(`Skipped under CI=true: ${test.module.moduleId} > ${test.fullName}`);
    const seen = count('failed') + brokenModules.length + errors.length + skipped.length;
    // A set-up that stops the run leaves no test behind to count.
    const failed = reason === 'passed' ? seen : Math.max(seen, 1);
    if (skipped.length > 0) process.exitCode = 1;
    mkdirSync(dirname(resultFile), { recursive: true });
    writeFileSync(resultFile, `${count('passed')} passed, ${failed} failed\n`);
  }
}

function hasFailedTest(module: TestModule): boolean {
  return [...module.children.allTests('failed')].length > 0;
}

function isWronglySkipped(test: TestCase): boolean {
  if (test.result().state !== 'skipped') return false;
  return !(needsShared.test(test.name) && !existsSync(join(root, '../shared')));
}
