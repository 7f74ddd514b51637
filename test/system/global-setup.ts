import { ensureBuilt } from '../../src/cli/ensure-built.mjs';
import { ensureSystemPackages } from './system-packages.ts';

/** Before the first browser or services test: the system's programs, then the builds those tests run. */
export default function setUp(): void {
  ensureSystemPackages();
  ensureBuilt('cli');
  ensureBuilt('web');
  ensureBuilt('demo');
}
