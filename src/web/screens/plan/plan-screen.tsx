import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type JSX } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { PlanVersions, SavedPlan } from '#contract/plan-check.ts';
import { isMadeUp } from '#domain/plan/made-up.ts';
import type { Understood } from '#domain/plan/understood.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { sayError } from '../../data/fetch-json.ts';
import { usePlanDesk } from '../../data/plan-desk/use-plan-desk.ts';
import { planQuery, planVersionsQuery } from '../../data/plans.ts';
import { useRolloutVerdict } from '../../data/rollout-verdict.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import { LinkList } from '../../ui/link-list.tsx';
import { Load } from '../../ui/load.tsx';
import { ExampleTag } from '../../ui/tag.tsx';
import { useVerdictTab } from '../../ui/verdict-tab.ts';
import { PlanFacts } from './plan-facts.tsx';
import { StandingSection } from './standing-section.tsx';

/** What did we say we would do? The plan as saved, its open findings and its versions. `?version=` shows an older one. */
export function PlanScreen(): JSX.Element {
  const { id = '' } = useParams();
  const [params] = useSearchParams();
  const asked = Number(params.get('version') ?? '');
  const version = Number.isSafeInteger(asked) && asked > 0 ? asked : null;
  const plan = useQuery(planQuery(id, version));
  useVerdictTab(useRolloutVerdict(id), `Plan - ${id}`);
  return (
    <Load
      query={plan}
      waiting={<output>Loading the plan...</output>}
      renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void plan.refetch()} />}
    >
      {(saved) => <Plan saved={saved} isOld={version !== null} />}
    </Load>
  );
}

function Plan({ saved, isOld }: { readonly saved: SavedPlan; readonly isOld: boolean }): JSX.Element {
  const understood = useUnderstood(saved.markdown);
  const path = `/rollouts/${encodeURIComponent(saved.id)}`;
  return (
    <>
      <h1>The plan of {understood?.title ?? saved.id}</h1>
      {isOld ? (
        <p>
          You’re reading version {saved.version}.{' '}
          <Link to={`${path}/plan`}>Go to the one that is watched.</Link>
        </p>
      ) : null}
      <p className="sw-chips">
        {understood?.ok === true && isMadeUp(understood.signals) ? <ExampleTag /> : null}
        <Link to={path} className="sw-noprint">
          The rollout
        </Link>
        <Link to={`/rollouts/new?of=${encodeURIComponent(saved.id)}`} className="sw-noprint">
          Change this plan
        </Link>
      </p>
      {understood === null ? <output>Reading the plan...</output> : <Read understood={understood} />}
      {understood?.ok === true && !isOld ? <StandingSection id={saved.id} /> : null}
      <Versions saved={saved} />
      <section className="sw-section" aria-labelledby="source">
        <h2 id="source">Text of version {saved.version}</h2>
        <ol className="sw-lines">
          {saved.markdown
            .split(/\r\n|\r|\n/)
            .map((line, i) => ({ line, number: i + 1 }))
            .map(({ line, number }) => (
              <li key={number} id={`line-${number}`}>
                <a href={`#line-${number}`} aria-label={`Line ${number}`}>
                  {number}
                </a>
                <span>{line}</span>
              </li>
            ))}
        </ol>
      </section>
    </>
  );
}

function useUnderstood(markdown: string): Understood | null {
  const desk = usePlanDesk();
  const [read, setRead] = useState<{ readonly of: string; readonly answer: Understood } | null>(null);
  useEffect(() => {
    let stale = false;
    const understand = async (): Promise<void> => {
      const answer = await desk.understand(markdown, null);
      if (!stale) setRead({ of: markdown, answer });
    };
    void understand();
    return () => {
      stale = true;
    };
  }, [desk, markdown]);
  return read?.of === markdown ? read.answer : null;
}

function goToLine(line: number): void {
  const target = document.querySelector(`#line-${line} a`);
  if (target instanceof HTMLElement) {
    target.focus();
    target.scrollIntoView({ block: 'center' });
  }
}

function Read({ understood }: { readonly understood: Understood }): JSX.Element {
  if (!understood.ok) {
    return (
      <section className="sw-section" aria-labelledby="problems">
        <h2 id="problems">What keeps it from being read</h2>
        <ul>
          {understood.problems.map((one) => (
            <li key={`${one.line} ${one.message}`}>
              {one.line === null ? '' : `Line ${one.line}: `}
              {one.message}
            </li>
          ))}
        </ul>
      </section>
    );
  }
  const open = understood.findings.filter((one) => one.severity !== 'note');
  const notes = understood.findings.filter((one) => one.severity === 'note');
  return (
    <>
      <section className="sw-section" aria-labelledby="findings">
        <h2 id="findings">Open findings ({open.length})</h2>
        {open.length === 0 ? <p>None: everything that was found is fixed, or kept with a reason.</p> : null}
        <FindingList findings={open} onGo={goToLine} />
        {notes.length === 0 ? null : (
          <details>
            <summary>Notes and what was kept with a reason ({notes.length})</summary>
            <FindingList findings={notes} onGo={goToLine} />
          </details>
        )}
      </section>
      <PlanFacts plan={understood} />
      <section className="sw-section" aria-labelledby="links">
        <h2 id="links">Dashboards and links</h2>
        {understood.links.length === 0 ? <p>The plan links none.</p> : null}
        <LinkList links={understood.links} findings={understood.findings} onGo={goToLine} />
      </section>
    </>
  );
}

function Versions({ saved }: { readonly saved: SavedPlan }): JSX.Element {
  const versions = useQuery(planVersionsQuery(saved.id));
  return (
    <section className="sw-section" aria-labelledby="versions">
      <h2 id="versions">Versions</h2>
      <Load
        query={versions}
        waiting={<output>Loading the versions...</output>}
        renderFailed={(error) => <FailureNotice {...sayError(error)} />}
      >
        {(all) => <VersionList all={all} saved={saved} />}
      </Load>
    </section>
  );
}

function VersionList({ all, saved }: { readonly all: PlanVersions; readonly saved: SavedPlan }): JSX.Element {
  const before = all.find((one) => one.version < saved.version);
  return (
    <>
      <ul className="sw-list">
        {all.map((one) => (
          <li key={one.version}>
            {one.version === saved.version ? (
              <strong>Version {one.version}</strong>
            ) : (
              <Link to={`/rollouts/${encodeURIComponent(saved.id)}/plan?version=${one.version}`}>
                Version {one.version}
              </Link>
            )}
            , saved by {one.by}, {sayInstant(one.at, 'America/New_York')}
          </li>
        ))}
      </ul>
      {before === undefined ? null : <Difference saved={saved} before={before.version} />}
    </>
  );
}

function Difference({ saved, before }: { readonly saved: SavedPlan; readonly before: number }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  return isOpen ? (
    <DifferenceText saved={saved} before={before} />
  ) : (
    <button type="button" onClick={() => setOpen(true)}>
      Show what version {saved.version} changed against version {before}
    </button>
  );
}

function DifferenceText({
  saved,
  before,
}: {
  readonly saved: SavedPlan;
  readonly before: number;
}): JSX.Element {
  const desk = usePlanDesk();
  const old = useQuery(planQuery(saved.id, before));
  const [diff, setDiff] = useState<string | null>(null);
  const markdown = old.data?.markdown;
  useEffect(() => {
    let stale = false;
    const compare = async (): Promise<void> => {
      if (markdown === undefined) return;
      const made = await desk.diff(saved.file, markdown, saved.markdown);
      if (!stale) setDiff(made ?? 'The two could not be compared.');
    };
    void compare();
    return () => {
      stale = true;
    };
  }, [desk, markdown, saved]);
  if (old.error !== null) return <FailureNotice {...sayError(old.error)} />;
  if (diff === null) return <output>Comparing...</output>;
  return (
    <CodeText label={`Changes against version ${before}`} text={diff === '' ? 'Nothing differs.' : diff} />
  );
}
