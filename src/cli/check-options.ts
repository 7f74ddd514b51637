import { parseArgs, styleText } from 'node:util';
import type { Finding } from '#domain/plan/plan.ts';

/** How findings are printed: for people, for programs, or as annotations of a GitHub Actions run. */
export type CheckFormat = 'text' | 'json' | 'github';

export interface CheckOptions {
  readonly files: readonly string[];
  readonly format: CheckFormat;
  /** Asks the sources too. */
  readonly live: boolean;
}

const usage = 'Write: stagewatch check FILE.md… [--live] [--json] [--format text|json|github]';

/** Reads the options of `check`; a string says what is wrong with them. */
export function readCheckOptions(args: readonly string[]): CheckOptions | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, format: { type: 'string' }, live: { type: 'boolean' } },
      allowPositionals: true,
    });
    if (positionals.length === 0) return `Name a plan. ${usage}`;
    const format = values.json === true ? 'json' : (values.format ?? 'text');
    if (format !== 'text' && format !== 'json' && format !== 'github')
      return `check has no format "${format}". ${usage}`;
    return { files: positionals, format, live: values.live === true };
  } catch (error) {
    return `${error instanceof Error ? error.message : 'The options can’t be read.'} ${usage}`;
  }
}

/** GitHub's level of each severity. */
export const levels: Readonly<Record<Finding['severity'], 'error' | 'warning' | 'notice'>> = {
  'must-fix': 'error',
  look: 'warning',
  note: 'notice',
};

/** A workflow command that GitHub Actions shows beside the line of the file. */
export function annotation(
  level: 'error' | 'warning' | 'notice',
  file: string,
  line: number | null,
  message: string,
): string {
  return `::${level} file=${property(file)},line=${line ?? 1}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

const colours = { 'must-fix': 'red', look: 'yellow', note: 'gray' } as const;

/** A severity, coloured on a terminal only; NO_COLOR is obeyed. */
export function paint(severity: Finding['severity']): string {
  if (!process.stdout.isTTY || process.env['NO_COLOR'] !== undefined) return severity;
  return styleText(colours[severity], severity);
}
