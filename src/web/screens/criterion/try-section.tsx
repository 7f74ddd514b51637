import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { StageJudging } from '#contract/judging.ts';
import type { StageView } from '#contract/rollout.ts';
import type { SeriesResult } from '#domain/series/series.ts';
import { sayError } from '../../data/fetch-json.ts';
import { judgingQuery } from '../../data/judging-query.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { unitsOf } from './trial-model.ts';
import { TrialForm } from './trial-form.tsx';

/** "What if the limit had been another?", answered here by the same judge. The verdict of the stage is not touched. */
export function TrySection(props: {
  readonly view: StageView;
  readonly criterion: string;
  readonly series: readonly SeriesResult[];
}): JSX.Element {
  const { view } = props;
  const query = useQuery(judgingQuery(view.rollout.id, view.stage.id));
  return (
    <section className="sw-section sw-noprint" aria-labelledby="try">
      <h2 id="try">Try another limit</h2>
      <Load
        query={query}
        waiting={<output>Loading the plan...</output>}
        renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
      >
        {(judging) => <Possible {...props} judging={judging} />}
      </Load>
    </section>
  );
}

function Possible(props: {
  readonly criterion: string;
  readonly series: readonly SeriesResult[];
  readonly judging: StageJudging;
}): JSX.Element {
  const { judging, series } = props;
  const criterion = judging.criteria.find((one) => one.id === props.criterion);
  if (criterion === undefined) return <p>The plan has changed, and this criterion is no longer in it.</p>;
  if (unitsOf(criterion).length === 0)
    return <p>No number judges this criterion, so there is no limit to try.</p>;
  if (judging.run === null)
    return <p>This stage has not run: there is nothing to judge under another limit.</p>;
  return <TrialForm criterion={criterion} judging={judging} series={series} />;
}
