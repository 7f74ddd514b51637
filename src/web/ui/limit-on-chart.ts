import type { CriterionView } from '#contract/rollout.ts';
import { sayLimit } from '#domain/plan/limit.ts';
import type { Reading } from '#domain/verdict/reading.ts';
import { sayValue } from '#domain/verdict/say-value.ts';

/** Where the limit stands on the chart's own axis. Where a chart shows the complement of what is limited, so does it. */
export function limitOnChart(
  { chart }: CriterionView,
  reading: Reading | undefined,
): { readonly value: number; readonly label: string } | null {
  const limit = reading?.limit ?? null;
  if (reading === undefined || limit === null) return null;
  const label = `Limit: ${sayLimit(limit)}`;
  if (limit.unit === 'x') return relativeLine(chart, reading, label);
  return { value: chart?.kind === 'ratio' && chart.turned ? 1 - limit.value : limit.value, label };
}

/** So many times another rate: drawn where the axis shows rates and that rate is known. */
function relativeLine(
  chart: CriterionView['chart'],
  { limit, comparedWith }: Reading,
  label: string,
): { readonly value: number; readonly label: string } | null {
  const rate = comparedWith?.value ?? null;
  if (rate === null || limit === null || (chart?.kind !== 'ratio' && chart?.kind !== 'slower')) return null;
  return { value: limit.value * rate, label: `${label} ${sayValue(rate, 'share')}` };
}
