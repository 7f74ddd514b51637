import { useEffect, useState, type JSX } from 'react';
import type { SavedPlan } from '#contract/plan-check.ts';
import { useQuery, type UseMutationResult } from '@tanstack/react-query';
import { sayError } from '../../data/fetch-json.ts';
import type { PlanDesk } from '../../data/plan-desk/plan-desk.ts';
import { planToChangeQuery, useSavePlan, type PostedPlan } from '../../data/plans.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { FaultSummary, type Faults } from '../../ui/faults.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import type { ReadPlan } from './import-model.ts';

/** Saves what is on screen as it stands, with what it changes shown first. A failed save loses nothing. */
export function SaveSection(props: {
  readonly plan: ReadPlan | null;
  readonly markdown: string;
  readonly reading: boolean;
  readonly who: string;
  /** What keeps it from being saved: a fault of the page's own fields. */
  readonly faults: Faults;
  readonly saved: SavedPlan | null;
  readonly desk: PlanDesk;
  /** Called with the version somebody else has saved meanwhile. */
  readonly onNewest: (saved: SavedPlan) => void;
  readonly onSaved: (posted: PostedPlan) => void;
}): JSX.Element {
  const { plan, markdown, saved, who } = props;
  const save = useSavePlan();
  const mustFix = plan?.findings.filter((one) => one.severity === 'must-fix').length ?? 0;
  const send = (): void => {
    if (!props.faults.look()) return;
    save.mutate(
      {
        markdown,
        who: who.trim(),
        ...(saved === null ? {} : { id: saved.id, seenVersion: saved.version }),
      },
      { onSuccess: props.onSaved },
    );
  };
  return (
    <section className="sw-section" aria-labelledby="save">
      <h2 id="save">Save</h2>
      {saved === null ? null : <Changes saved={saved} markdown={markdown} desk={props.desk} />}
      {mustFix > 0 ? (
        <p>
          {mustFix === 1 ? 'One finding' : `${mustFix} findings`} must be fixed before a stage can be Ready to
          advance.{' '}
          {plan?.signals.length === 0
            ? 'You can save now, but nothing is judged before a criterion has its query.'
            : 'You can save now: the stages are watched all the same.'}
        </p>
      ) : null}
      <FaultSummary faults={props.faults} title="Nothing was saved." />
      <button type="button" disabled={plan === null || props.reading || save.isPending} onClick={send}>
        {saved === null ? 'Save and watch this plan' : `Save as version ${saved.version + 1}`}
      </button>
      {plan === null ? (
        <p>A plan that can’t be read can’t be watched. Correct the lines named above.</p>
      ) : null}
      <SaveFailure save={save} />
      <Newer saved={saved} failed={save.error !== null} onNewest={props.onNewest} />
    </section>
  );
}

function SaveFailure({
  save,
}: {
  readonly save: Pick<UseMutationResult<PostedPlan>, 'error'>;
}): JSX.Element | null {
  if (save.error === null) return null;
  const said = sayError(save.error);
  return (
    <FailureNotice
      {...said}
      title={`Not saved. ${said.title}`}
      remedy={`${said.remedy} Your text is still here, and kept in this browser.`}
    />
  );
}

/** After a save that failed: whether somebody else has saved meanwhile, and a way to see what yours changes in theirs. */
function Newer(props: {
  readonly saved: SavedPlan | null;
  readonly failed: boolean;
  readonly onNewest: (saved: SavedPlan) => void;
}): JSX.Element | null {
  const { saved, failed } = props;
  const newest = useQuery({
    ...planToChangeQuery(saved?.id ?? '', 'compare'),
    enabled: failed && saved !== null,
  });
  const { data } = newest;
  if (!failed || saved === null || data === undefined || data.version === saved.version) return null;
  return (
    <p>
      Version {data.version} has been saved since you began.{' '}
      <button type="button" onClick={() => props.onNewest(data)}>
        Compare with version {data.version}
      </button>
    </p>
  );
}

function Changes(props: {
  readonly saved: SavedPlan;
  readonly markdown: string;
  readonly desk: PlanDesk;
}): JSX.Element {
  const { saved, markdown, desk } = props;
  const [made, setMade] = useState<{ readonly of: string; readonly diff: string | null } | null>(null);
  useEffect(() => {
    let stale = false;
    const compare = async (): Promise<void> => {
      const diff = await desk.diff(saved.file, saved.markdown, markdown);
      if (!stale) setMade({ of: markdown, diff });
    };
    void compare();
    return () => {
      stale = true;
    };
  }, [desk, saved, markdown]);
  if (made === null) return <p>Comparing with version {saved.version}...</p>;
  if (made.diff === null) return <p>The change against version {saved.version} could not be shown.</p>;
  if (made.diff === '') return <p>Nothing differs from version {saved.version}.</p>;
  return (
    <details open>
      <summary>What changes against version {saved.version}</summary>
      <CodeText label={`Changes against version ${saved.version}`} text={made.diff} />
    </details>
  );
}
