import type { EpochMs, Ms } from '#domain/time/time.ts';
import type { Proxy } from '#server/proxy/proxy.ts';
import type { Watcher } from '../loop/watcher.ts';
import type { Vitals } from '../metrics/vitals.ts';
import type { Sender } from '../notices/sender.ts';
import type { PlanReader } from '../reading/plan-reader.ts';
import type { Store } from '../records/store.ts';
import type { Library } from '../rollouts/library.ts';
import type { Changes } from './changes.ts';
import type { WhoDeps } from './who.ts';

/** What the routes are made of. */
export interface AppDeps extends WhoDeps {
  readonly store: Store;
  readonly proxy: Proxy;
  readonly library: Library;
  readonly plans: PlanReader;
  readonly watcher: Watcher;
  readonly changes: Changes;
  readonly sender: Sender;
  /** What phone numbers are sealed with; without it none are taken. */
  readonly contactKey: string | null;
  /** What the process tells of itself. */
  readonly vitals: Vitals;
  readonly now: () => EpochMs;
  readonly bucket: Ms;
  readonly startedAt: EpochMs;
  readonly version: string;
  /** Where records are kept, for /api/health; never a secret. */
  readonly storeName: string;
  /** Flipper's screens, where people change toggles; links to its toggles begin here. */
  readonly flipperLink?: string | null | undefined;
  /** The address people open, where a login stands in front; its origin may write too. */
  readonly publicUrl: string | null;
}
