import { parseArgs } from 'node:util';

export interface ReportCliOptions {
  readonly rollout: string;
  /** The file to fill. */
  readonly into: string;
  /** Adds the sections the plan lacks. */
  readonly insert: boolean;
  /** Prints the change and leaves the file alone. */
  readonly dryRun: boolean;
  /** Address of the running Stagewatch, without a slash at its end. */
  readonly server: string;
}

const usage = 'Write: stagewatch report ROLLOUT --into FILE.md [--insert] [--dry-run] [--server URL]';

/** Reads the options of `report`; a string says what is wrong with them. */
export function readReportOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ReportCliOptions | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        into: { type: 'string' },
        insert: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        server: { type: 'string' },
      },
      allowPositionals: true,
    });
    const [rollout, more] = positionals;
    if (rollout === undefined) return `Name a rollout. ${usage}`;
    if (more !== undefined) return `One rollout at a time: "${more}" is too many. ${usage}`;
    if (values.into === undefined) return `Name the file to fill: --into FILE.md. ${usage}`;
    const server = addressOf(values.server ?? env['STAGEWATCH_URL'] ?? 'http://127.0.0.1:4680');
    if (server === undefined)
      return `"${values.server ?? env['STAGEWATCH_URL'] ?? ''}" is no address. ${usage}`;
    const { into, insert = false, 'dry-run': dryRun = false } = values;
    return { rollout, into, insert, dryRun, server };
  } catch (error) {
    return `${error instanceof Error ? error.message : 'The options can’t be read.'} ${usage}`;
  }
}

function addressOf(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return undefined;
  return url.href.replace(/\/+$/, '');
}
