import type { Kpi, Plan, Signal } from '#domain/plan/plan.ts';
import { signalsOf } from '#domain/plan/read-criterion.ts';
import { parseDuration, sayDuration } from '#domain/time/duration.ts';
import { day, type Ms } from '#domain/time/time.ts';
import type { Finding } from '#domain/plan/plan.ts';

/** How long a source keeps what a signal reads, and who says so. */
interface Kept {
  readonly length: Ms;
  /** `default`: what the source does where nobody changed it. */
  readonly from: 'default' | 'set';
}

const month: Ms = 30 * day;

/**
 * Defaults of the sources, by source and dataset; a team may have bought or set another.
 * Datadog metrics and CI 15 months, indexed logs and spans 15 days, RUM and security 30 days, audit 90 days
 * (https://docs.datadoghq.com/data_security/data_retention_periods/); Prometheus 15 days
 * (https://prometheus.io/docs/prometheus/latest/storage/); Sentry errors 90 days, spans 30 days
 * (https://docs.sentry.io/security-legal-pii/security/data-retention-periods/).
 */
const defaults: Readonly<Record<string, Ms>> = {
  'datadog/metrics': 15 * month,
  'datadog/ci_pipelines': 15 * month,
  'datadog/ci_tests': 15 * month,
  'datadog/events': 15 * month,
  'datadog/logs': 15 * day,
  'datadog/spans': 15 * day,
  'datadog/rum': 30 * day,
  'datadog/security_signals': 30 * day,
  'datadog/audit': 90 * day,
  'datadog/on_call_events': 90 * day,
  prometheus: 15 * day,
  'sentry/errors': 90 * day,
  'sentry/spans': 30 * day,
};

/** What each source keeps, with what `STAGEWATCH_RETENTION` says instead. */
export type Retention = ReadonlyMap<string, Kept>;

/** Reads "prometheus=30d; datadog/logs=60d"; a string says what is wrong with it. */
export function readRetention(text: string | undefined): Retention | string {
  const kept = new Map<string, Kept>(
    Object.entries(defaults).map(([name, length]) => [name, { length, from: 'default' }]),
  );
  for (const part of (text ?? '').split(';')) {
    if (part.trim() === '') continue;
    const [name = '', length = ''] = part.split('=').map((one) => one.trim());
    const read = parseDuration(length);
    if (!kept.has(name) || read === undefined) {
      const known = Object.keys(defaults).join(', ');
      return `STAGEWATCH_RETENTION can't be read at "${part.trim()}": write SOURCE=LENGTH; …, such as "prometheus=30d". Sources: ${known}.`;
    }
    kept.set(name, { length: read, from: 'set' });
  }
  return kept;
}

/** How long the source keeps what a signal reads; `null` where nobody knows. */
function keptOf({ source, dataset }: Signal, retention: Retention): Kept | null {
  const usual = source === 'sentry' ? 'errors' : 'metrics';
  return retention.get(`${source}/${dataset ?? usual}`) ?? retention.get(source) ?? null;
}

/**
 * KPI figures whose beginning the source no longer holds when the check-in is due. Counts kept on the way add up; distinct
 * people do not, so a figure over a month of them is lost for good.
 */
export function retentionFindings(plan: Plan, retention: Retention): readonly Finding[] {
  const signals = new Map(plan.signals.map((signal) => [signal.id, signal]));
  return plan.kpis.flatMap((kpi) =>
    plan.checkIns.flatMap((checkIn) => {
      const read = (kpi.measure === null ? [] : signalsOf(kpi.measure)).flatMap(
        (id) => signals.get(id) ?? [],
      );
      const short = read.filter((signal) => (keptOf(signal, retention)?.length ?? Infinity) < checkIn.after);
      const worst = short.find((signal) => signal.kind === 'unique') ?? short[0];
      return worst === undefined ? [] : [tooShort(kpi, checkIn, worst, keptOf(worst, retention))];
    }),
  );
}

function tooShort(kpi: Kpi, checkIn: Plan['checkIns'][number], signal: Signal, kept: Kept | null): Finding {
  const source = signal.dataset === null ? signal.source : `${signal.source} (${signal.dataset})`;
  const by = kept?.from === 'set' ? 'as STAGEWATCH_RETENTION says' : 'by default';
  const isUnique = signal.kind === 'unique';
  const why = isUnique
    ? 'Distinct people can’t be added up from parts: read a metric that is kept longer, or have it recorded as one.'
    : 'It can only be told from what is recorded meanwhile: take its figure before.';
  return {
    severity: isUnique ? 'must-fix' : 'look',
    code: 'live-retention',
    line: kpi.line,
    of: kpi.id,
    message: `"${kpi.label}" over ${sayDuration(checkIn.after)} (check-in ${checkIn.id}) reads "${signal.id}", and ${source} keeps ${sayDuration(kept?.length ?? 0)} ${by}: when it is due, its beginning is gone. ${why} Set STAGEWATCH_RETENTION where yours keeps more.`,
  };
}
