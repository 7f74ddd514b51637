import type { ReportView } from '#contract/report-view.ts';
import type { ReportEvidence } from '#domain/report/build-sections.ts';
import { figureNames } from '#domain/report/figure-names.ts';
import { sayName, sayOrigin, standing } from '#domain/report/figure.ts';
import type { StageEvidence } from '#domain/report/report-evidence.ts';
import { sayFigure } from '#domain/report/result-words.ts';
import { stageLabels } from '#domain/report/stage-labels.ts';
import type { Gathered } from './gather.ts';

/** Every run a report speaks of, with what its Results ask for, its numbers, and all that people have entered. */
export function stageRuns(gathered: Gathered, evidence: ReportEvidence): ReportView['stages'] {
  const labels = stageLabels(gathered.rollout.markdown, evidence);
  return evidence.stages.map((one) => ({
    stage: one.stage,
    label: one.label,
    attempt: one.run.attempt,
    labels: labels.get(one) ?? [],
    numbers: numbersOf(gathered, one),
    entered: gathered.entries.flatMap((entry) => {
      if (entry.subject !== `run:${one.run.id}` || (entry.kind !== 'result' && entry.kind !== 'value'))
        return [];
      const { text, source, by, at, reason } = entry;
      const about = entry.kind === 'result' ? entry.label : sayName(entry.name);
      return [{ about, text, source, by, at, reason }];
    }),
  }));
}

/** The numbers KPIs and identities are made of, as this run has them. */
function numbersOf(
  { rollout: { plan } }: Gathered,
  { figures }: StageEvidence,
): ReportView['stages'][number]['numbers'] {
  const known = standing(figures);
  return figureNames(plan).map((name) => {
    const found = known.get(name);
    const label = plan.kpis.find((one) => one.id === name)?.label ?? sayName(name);
    return found === undefined
      ? { name, label, said: 'No number', origin: '' }
      : { name, label, said: sayFigure(found), origin: sayOrigin(found) };
  });
}
