import { useEffect, useRef, useState, type JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { sayInstant } from '#domain/time/zone.ts';
import type { Choice } from '#domain/verdict/goes-against.ts';
import { sayAlso } from '#domain/verdict/verdict.ts';
import { conflictOf } from '../../data/conflict-of.ts';
import { useConnection } from '../../data/connection.tsx';
import { failureOf } from '../../data/fetch-json.ts';
import { newId } from '../../data/new-id.ts';
import { useDecide } from '../../data/records.ts';
import { shownVerdict } from '../../data/shown-verdict.ts';
import { useStageNow } from '../../data/stage-now.ts';
import { Prose } from '../../ui/prose.tsx';
import { useFaults } from '../../ui/faults.tsx';
import { goTo } from '../../ui/go-to.ts';
import { PersonForm } from '../../ui/person-form.tsx';
import { DecisionCheck } from './decision-check.tsx';
import { DecisionConflictNotice } from './decision-conflict.tsx';
import { useDecisionDraft, type Opening } from './decision-draft.ts';
import { DecisionFields } from './decision-fields.tsx';
import { backOf, decisionFaults, decisionOf, needsCheck, sayDecision } from './decision-model.ts';

/** What has been recorded, for what is said of it afterwards. */
export interface Decided {
  readonly choice: Choice;
  readonly back: number;
}

/** The form as it was opened. What changes who gets the feature is shown once more before it is recorded. */
export function DecisionForm(props: {
  /** The stage as whoever decides has seen it. */
  readonly frozen: StageView;
  readonly opening: Opening;
  readonly choices: readonly Choice[];
  /** Decides on the stage as it is now instead. */
  readonly onFreeze: (view: StageView) => void;
  readonly onDecided: (decided: Decided) => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { frozen } = props;
  const { rollout, stage, verdict } = frozen;
  const decide = useDecide(rollout.id, stage.id);
  const stageNow = useStageNow(rollout.id, stage.id);
  const connection = useConnection();
  // One id for one decision, however often its sending is tried.
  const [id] = useState(newId);
  const [draft, change] = useDecisionDraft(props.opening, props.choices);
  // Who is about to record what is in the form; `null` while it is being filled in.
  const [checkedBy, setCheckedBy] = useState<string | null>(null);
  const fields = useRef<HTMLDivElement>(null);
  const { key } = props.opening;
  useEffect(() => {
    // A link leads here, and so does a key, which waits at the heading; the button stands where it was pressed.
    if (key === null && document.activeElement?.id !== 'decide') return;
    goTo(fields.current?.querySelector('input'));
    fields.current?.closest('section')?.scrollIntoView({ block: 'start' });
  }, [key]);
  const faults = useFaults(() => decisionFaults(draft, frozen));
  const theirs = conflictOf(decide.error);
  const isChecked = checkedBy !== null && theirs === null;
  const record = (who: string): void =>
    decide.mutate(decisionOf(draft, frozen, { who, id }), {
      onSuccess: () => props.onDecided({ choice: draft.choice, back: backOf(draft, frozen) }),
    });
  const backToFields = (): void => {
    setCheckedBy(null);
    decide.reset();
    // The form can take the focus once it is shown again.
    requestAnimationFrame(() => goTo(fields.current?.querySelector('input:checked')));
  };
  return (
    <>
      <div hidden={isChecked} ref={fields}>
        <p>
          The verdict of {sayInstant(verdict.judgedAt, rollout.zone)}, which is recorded with your decision:{' '}
          <strong>{verdict.word}.</strong> <Prose text={`${verdict.reason} ${verdict.evidence}`} />
          {verdict.also.length === 0 ? null : (
            <>
              {' '}
              <strong>Also:</strong> <Prose text={sayAlso(verdict)} />
            </>
          )}
        </p>
        {theirs === null ? null : (
          <DecisionConflictNotice
            theirs={theirs}
            zone={rollout.zone}
            busy={stageNow.isPending}
            error={stageNow.error}
            onDecideOnNow={() =>
              stageNow.mutate(undefined, {
                onSuccess: (view) => {
                  // As the page shows it: one that is too old is Can't tell, and recorded as that.
                  const at = { ...connection, now: Math.max(connection.now, view.serverNow) };
                  props.onFreeze({ ...view, verdict: shownVerdict(view, at) });
                  backToFields();
                },
              })
            }
          />
        )}
        <PersonForm
          id="decision"
          action={needsCheck(draft.choice) ? 'Check decision' : 'Record decision'}
          busy={decide.isPending}
          failure={theirs === null ? failureOf(decide.error) : null}
          done={decide.isSuccess}
          faults={faults}
          takes="viewer"
          onSend={(who) => (needsCheck(draft.choice) ? setCheckedBy(who) : record(who))}
        >
          <DecisionFields
            frozen={frozen}
            choices={props.choices}
            draft={draft}
            faults={faults}
            onChange={change}
          />
        </PersonForm>
        <button type="button" onClick={props.onClose}>
          Close without deciding
        </button>
      </div>
      {isChecked ? (
        <DecisionCheck
          says={sayDecision(draft, frozen, checkedBy)}
          busy={decide.isPending}
          error={decide.error}
          onRecord={() => record(checkedBy)}
          onBack={backToFields}
        />
      ) : null}
      <p className="sw-small">
        Stagewatch never changes a toggle: after you record it, change it in Flipper.
      </p>
    </>
  );
}
