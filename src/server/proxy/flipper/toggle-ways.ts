import type { EpochMs, Ms } from '#domain/time/time.ts';
import type { WayState } from '../source-health.ts';
import { readFlipperExport } from './flipper-export.ts';
import { readFlipperPages } from './flipper-page.ts';
import { readFlipper, type FlipperAnswer, type FlipperConfig, type FlipperDeps } from './flipper-source.ts';

/** How the toggles can be read here; each that is set, in this order of trust. Manual entry needs nothing. */
export interface ToggleConfig {
  /** Flipper's HTTP API. */
  readonly flipper: FlipperConfig | null;
  /** The pages of Flipper's own screens. */
  readonly flipperPage: FlipperConfig | null;
  /** A file of toggle events. */
  readonly flipperExport: string | null;
}

/** One way to learn what toggles give. It never throws for what it can name. */
export interface ToggleWay {
  readonly way: WayState['way'];
  readonly deadline: Ms;
  read(keys: readonly string[], signal: AbortSignal): Promise<FlipperAnswer>;
}

const fileDeadline: Ms = 5_000;

export function toggleWays(
  { flipper, flipperPage, flipperExport }: ToggleConfig,
  deps: FlipperDeps & { readonly now: () => EpochMs },
): readonly ToggleWay[] {
  const ways: ToggleWay[] = [];
  if (flipper !== null) {
    const { deadline } = flipper;
    ways.push({ way: 'flipper', deadline, read: (keys, signal) => readFlipper(flipper, keys, deps, signal) });
  }
  if (flipperPage !== null) {
    const { deadline } = flipperPage;
    ways.push({
      way: 'toggle page',
      deadline,
      read: (keys, signal) => readFlipperPages(flipperPage, keys, deps, signal),
    });
  }
  if (flipperExport !== null) {
    ways.push({
      way: 'toggle export',
      deadline: fileDeadline,
      read: (keys) => readFlipperExport(flipperExport, keys),
    });
  }
  return ways;
}
