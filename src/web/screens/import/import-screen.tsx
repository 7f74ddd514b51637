import { useQuery } from '@tanstack/react-query';
import { useCallback, useState, type JSX } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { SavedPlan } from '#contract/plan-check.ts';
import { sayError } from '../../data/fetch-json.ts';
import { usePersonName } from '../../data/person-name.ts';
import type { PlanDesk } from '../../data/plan-desk/plan-desk.ts';
import { usePlanDesk } from '../../data/plan-desk/use-plan-desk.ts';
import { planToChangeQuery } from '../../data/plans.ts';
import { ifEmpty, useFaults } from '../../ui/faults.tsx';
import { useTitle } from '../../ui/announce.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { useReader } from '../../ui/reader.ts';
import { SourceText, type AskedLine } from '../../ui/source-text.tsx';
import { BringSection } from './bring-section.tsx';
import { CriteriaSection } from './criteria-section.tsx';
import { DeciderSection } from './decider-section.tsx';
import { EditNotice, LostAnchors } from './edit-notices.tsx';
import { FindingsSection } from './findings-section.tsx';
import { sayRead, type ReadPlan } from './import-model.ts';
import { LimitsSection } from './limits-section.tsx';
import { SaveSection } from './save-section.tsx';
import { SignalsSection } from './signals-section.tsx';
import { StagesSection } from './stages-section.tsx';
import { FoundSection } from './toggles-section.tsx';
import { usePlanText, type PlanText, type TextStart } from './use-plan-text.ts';
import { WhoSaves } from './who-saves.tsx';

/** Can this plan be watched? Text on the left, what was understood on the right. `?of=ID` brings a new text for a rollout. */
export function ImportScreen(): JSX.Element {
  const [params] = useSearchParams();
  const of = params.get('of');
  const desk = usePlanDesk();
  const saved = useQuery({ ...planToChangeQuery(of ?? '', 'begin'), enabled: of !== null });
  useTitle(of === null ? 'Import a plan - Stagewatch' : `Change the plan - ${of} - Stagewatch`);
  if (of === null) return <Desk key="new" desk={desk} saved={null} />;
  if (saved.data !== undefined) return <Desk key={of} desk={desk} saved={saved.data} />;
  if (saved.error !== null)
    return <FailureNotice {...sayError(saved.error)} onRetry={() => void saved.refetch()} />;
  return <output>Loading the plan...</output>;
}

/** Where a text begins: the saved plan, or nothing. */
function beginWith(saved: SavedPlan | null): TextStart {
  return saved === null
    ? { key: 'stagewatch.plan.new', initial: '', version: null }
    : { key: `stagewatch.plan.${saved.id}`, initial: saved.markdown, version: saved.version };
}

function Desk({ desk, saved }: { readonly desk: PlanDesk; readonly saved: SavedPlan | null }): JSX.Element {
  const [perDay, setPerDay] = useState('');
  const traffic = /^\d+$/.test(perDay.trim()) ? Number(perDay) : null;
  // What the next version is saved over: a colleague's newer one takes its place only when it has been seen.
  const [base, setBase] = useState(saved);
  const [start] = useState(() => beginWith(saved));
  const plan = usePlanText(desk, start, traffic);
  const [goTo, setGoTo] = useState<AskedLine | null>(null);
  const [typed, setTyped] = usePersonName();
  const who = useReader().name ?? typed;
  const faults = useFaults(() =>
    ifEmpty('who', who, 'Write your name at the top: every version carries one.'),
  );
  const navigate = useNavigate();
  const go = useCallback((line: number) => setGoTo((last) => ({ line, asked: (last?.asked ?? 0) + 1 })), []);
  const read = plan.understood?.ok === true ? plan.understood : null;
  return (
    <>
      <h1>{base === null ? 'Import a release plan' : `Change the plan of ${base.id}`}</h1>
      <BringSection onText={(text) => void plan.bring(text, base?.markdown ?? null)} />
      <WhoSaves typed={typed} faults={faults} onType={setTyped} />
      <KeptNotice plan={plan} base={base} />
      <Summary plan={plan} />
      <EditNotice plan={plan} />
      <LostAnchors plan={plan} />
      <LostBindings
        base={base}
        read={read}
        onKeep={() => void plan.bring(plan.text, base?.markdown ?? null)}
      />
      <div className="sw-split-page">
        <div className="sw-stays">
          <SourceText
            id="plan-text"
            label="The plan’s text"
            value={plan.shown}
            findings={read?.findings ?? []}
            goTo={goTo}
            onChange={plan.type}
            onLeave={() => void plan.settle()}
          />
        </div>
        <div>
          <Problems plan={plan} onGo={go} />
          {read === null ? null : (
            <Understood read={read} plan={plan} who={who} perDay={perDay} onPerDay={setPerDay} onGo={go} />
          )}
          {plan.text === '' ? null : (
            <SaveSection
              plan={read}
              markdown={plan.text}
              reading={plan.reading}
              who={who}
              faults={faults}
              saved={base}
              desk={desk}
              onNewest={setBase}
              onSaved={({ id }) => {
                plan.forget();
                void navigate(`/rollouts/${encodeURIComponent(id)}`);
              }}
            />
          )}
        </div>
      </div>
    </>
  );
}

/** Text from an earlier visit never slips in unsaid: it may be older than what a colleague has saved since. */
function KeptNotice({
  plan,
  base,
}: {
  readonly plan: PlanText;
  readonly base: SavedPlan | null;
}): JSX.Element | null {
  const { kept } = plan;
  if (kept === null) return null;
  const newer = base !== null && kept.version !== base.version;
  return (
    <div className="sw-error">
      <p>
        <output>
          {newer
            ? `This is your unsaved text of version ${kept.version ?? '?'}. Version ${base.version} has been saved since: see below what yours would change in it.`
            : 'This is your unsaved text from an earlier visit.'}
        </output>
      </p>
      <button type="button" onClick={plan.discardKept}>
        Discard it
      </button>
    </div>
  );
}

function Summary({ plan }: { readonly plan: PlanText }): JSX.Element {
  const { understood } = plan;
  let words = 'Paste the plan, or open its file. Nothing is saved until you say so.';
  if (plan.reading) words = 'Reading...';
  else if (understood !== null)
    words = understood.ok
      ? sayRead(understood)
      : 'This plan can’t be read as it stands. The lines are named below.';
  return (
    <p>
      <output>{words}</output>
    </p>
  );
}

function Understood(props: {
  readonly read: ReadPlan;
  readonly plan: PlanText;
  readonly who: string;
  readonly perDay: string;
  readonly onPerDay: (text: string) => void;
  readonly onGo: (line: number) => void;
}): JSX.Element {
  const { read, plan, who, onGo } = props;
  const parts = { plan: read, onGo, onEdit: plan.edit };
  return (
    <>
      <FindingsSection {...parts} />
      <StagesSection {...parts} />
      <CriteriaSection {...parts} />
      <SignalsSection {...parts} markdown={plan.text} who={who} />
      <LimitsSection plan={read} markdown={plan.text} who={who} onEdit={plan.edit} />
      <FoundSection {...parts} />
      <DeciderSection plan={read} perDay={props.perDay} onPerDay={props.onPerDay} />
    </>
  );
}

function Problems({
  plan,
  onGo,
}: {
  readonly plan: PlanText;
  readonly onGo: (line: number) => void;
}): JSX.Element | null {
  const { understood } = plan;
  if (understood === null || understood.ok) return null;
  return (
    <section className="sw-section" aria-labelledby="problems">
      <h2 id="problems">What keeps it from being read</h2>
      <ul className="sw-list">
        {understood.problems.map(({ line, column, message }) => (
          <li key={`${line} ${column} ${message}`} className="sw-step">
            {line === null ? null : (
              <button type="button" className="sw-link" onClick={() => onGo(line)}>
                Line {line}
                {column === null ? '' : `, column ${column}`}
              </button>
            )}{' '}
            {message}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** New prose without a block would drop what binds the rollout: said before it is saved. */
function LostBindings(props: {
  readonly base: SavedPlan | null;
  readonly read: ReadPlan | null;
  readonly onKeep: () => void;
}): JSX.Element | null {
  const { base, read } = props;
  if (
    base === null ||
    read === null ||
    read.block !== null ||
    !/^\s*(?:`{3,}|~{3,})\s*stagewatch\b/m.test(base.markdown)
  )
    return null;
  return (
    <div className="sw-error" role="alert">
      <p>
        This text has no stagewatch block; version {base.version} has one. Saved as it is, its signals,
        criteria and accepted findings would be gone.
      </p>
      <button type="button" onClick={props.onKeep}>
        Keep the bindings of version {base.version}
      </button>
    </div>
  );
}
