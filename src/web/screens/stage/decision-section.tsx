import { useEffect, useRef, useState, type JSX } from 'react';
import { Link, useLocation } from 'react-router';
import type { StageView } from '#contract/rollout.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { goesAgainst, type Choice } from '#domain/verdict/goes-against.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { useDecide } from '../../data/records.ts';
import { PersonForm } from '../../ui/person-form.tsx';
import { readTickets } from '../../ui/read-tickets.ts';
import { useDraft } from '../../ui/use-draft.ts';

const choices: readonly (readonly [Choice, string])[] = [
  ['advance', 'Advance'],
  ['hold', 'Hold'],
  ['extend', 'Extend the stage'],
  ['roll-back', 'Roll back'],
];

/** Where a person decides. The form opens with the verdict as it stands, frozen: what is decided on is what is recorded. */
export function DecisionSection({ view }: { readonly view: StageView }): JSX.Element | null {
  const [opened, setOpened] = useState<Opened | null>(null);
  const part = useRef<HTMLElement>(null);
  const place = useLocation();
  const { key } = place;
  const asked = choiceIn(place.hash);
  // A link of the verdict opens the form with its choice made; pressed again, with the verdict as it stands then.
  const [seen, setSeen] = useState<string | null>(null);
  if (asked !== null && seen !== key) {
    setSeen(key);
    setOpened({ key, choice: asked, frozen: view.verdict });
  }
  useEffect(() => {
    if (choiceIn(place.hash) === null) return;
    part.current?.querySelector('input')?.focus();
    part.current?.scrollIntoView({ block: 'start' });
  }, [place]);
  if (view.run === null || view.run.end !== null) return null;
  return (
    <section className="sw-section sw-noprint" aria-labelledby="decide" ref={part}>
      <h2 id="decide">Decide</h2>
      {opened === null ? (
        <button
          type="button"
          onClick={() => setOpened({ key: 'pressed', choice: 'hold', frozen: view.verdict })}
        >
          Decide about this stage
        </button>
      ) : (
        <DecisionForm
          key={opened.key}
          view={view}
          frozen={opened.frozen}
          choice={opened.choice}
          onClose={() => setOpened(null)}
        />
      )}
    </section>
  );
}

/** The form as it was opened: the verdict frozen then. */
interface Opened {
  readonly key: string;
  readonly choice: Choice;
  readonly frozen: StageView['verdict'];
}

/** "#decide=extend": the choice a link asks for; `null` for none. */
function choiceIn(hash: string): Choice | null {
  return choices.find(([choice]) => hash === `#decide=${choice}`)?.[0] ?? null;
}

function DecisionForm(props: {
  readonly view: StageView;
  readonly frozen: StageView['verdict'];
  readonly choice: Choice;
  readonly onClose: () => void;
}): JSX.Element {
  const { view, frozen } = props;
  const decide = useDecide(view.rollout.id, view.stage.id);
  const [choice, setChoice] = useState<Choice>(props.choice);
  const [reason, setReason] = useDraft('decision', 'reason');
  const [agreed, setAgreed] = useDraft('decision', 'agreed');
  const [hours, setHours] = useDraft('decision', 'hours', '1');
  const [severity, setSeverity] = useDraft('decision', 'severity');
  const [tickets, setTickets] = useDraft('decision', 'tickets');
  const [wrong, setWrong] = useState<string | null>(null);
  const needed = goesAgainst(choice, frozen.state);
  return (
    <>
      <p>
        The verdict of {sayInstant(frozen.judgedAt, view.rollout.zone)}, which is recorded with your decision:{' '}
        <strong>{frozen.word}.</strong> {frozen.reason} {frozen.evidence}
      </p>
      <PersonForm
        id="decision"
        action="Record decision"
        busy={decide.isPending}
        failure={failureOf(decide.error)}
        done={decide.isSuccess}
        onSend={(who) => {
          const extendBy = readHours(hours);
          const problem = whatIsMissing(choice, needed, reason, extendBy);
          setWrong(problem);
          if (problem !== null) return;
          decide.mutate({
            who,
            choice,
            reason,
            seenState: frozen.state,
            agreed: agreed.trim() === '' ? [] : [agreed.trim()],
            ...(choice === 'roll-back' ? { severity, tickets: readTickets(tickets) } : {}),
            ...(choice === 'extend' && extendBy !== undefined ? { extendBy } : {}),
          });
        }}
      >
        <fieldset>
          <legend>What do you decide?</legend>
          {choices.map(([value, label]) => (
            <label key={value}>
              <input
                type="radio"
                name="choice"
                value={value}
                checked={choice === value}
                onChange={() => setChoice(value)}
              />{' '}
              {label}
            </label>
          ))}
        </fieldset>
        {choice === 'extend' ? (
          <label htmlFor="decision-hours">
            Hours longer
            <input
              id="decision-hours"
              inputMode="decimal"
              value={hours}
              onChange={(event) => setHours(event.target.value)}
            />
          </label>
        ) : null}
        <label htmlFor="decision-reason">
          {needed ? 'Reason (needed: this goes against the verdict)' : 'Reason'}
          <textarea
            id="decision-reason"
            rows={3}
            value={reason}
            aria-describedby={wrong === null ? undefined : 'decision-wrong'}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        {choice === 'roll-back' ? (
          <RollbackFields
            severity={severity}
            onSeverity={setSeverity}
            tickets={tickets}
            onTickets={setTickets}
          />
        ) : null}
        <label htmlFor="decision-agreed">
          Who agreed
          <input id="decision-agreed" value={agreed} onChange={(event) => setAgreed(event.target.value)} />
        </label>
      </PersonForm>
      {wrong === null ? null : (
        <p id="decision-wrong" role="alert">
          {wrong}
        </p>
      )}
      {decide.isSuccess && choice === 'roll-back' ? (
        <p>
          Turn the toggles off as listed below. Severity, tickets and how it is resolved can be completed in{' '}
          <Link to={`/rollouts/${view.rollout.id}/log`}>the rollback record</Link>.
        </p>
      ) : null}
      <button type="button" onClick={props.onClose}>
        {decide.isSuccess ? 'Close' : 'Close without deciding'}
      </button>
      <p className="sw-small">
        Stagewatch never changes a toggle: after you record it, change it in Flipper.
      </p>
    </>
  );
}

/** Two of the five fields of a rollback's record. Nobody waits for them: they can be completed later. */
function RollbackFields(props: {
  readonly severity: string;
  readonly onSeverity: (text: string) => void;
  readonly tickets: string;
  readonly onTickets: (text: string) => void;
}): JSX.Element {
  return (
    <>
      <label htmlFor="decision-severity">
        Severity and impact, if you know it
        <input
          id="decision-severity"
          value={props.severity}
          onChange={(event) => props.onSeverity(event.target.value)}
        />
      </label>
      <label htmlFor="decision-tickets">
        Tickets, with commas between
        <input
          id="decision-tickets"
          value={props.tickets}
          onChange={(event) => props.onTickets(event.target.value)}
        />
      </label>
    </>
  );
}

function whatIsMissing(
  choice: Choice,
  needed: boolean,
  reason: string,
  extendBy: number | undefined,
): string | null {
  if (needed && reason.trim() === '')
    return 'Nothing was saved: your decision goes against the verdict. Say why.';
  if (choice === 'extend' && extendBy === undefined)
    return 'Nothing was saved: write how many hours longer, such as 2 or 0.5.';
  return null;
}

/** Hours as a person types them, in milliseconds; `undefined` for anything but a length of up to ninety days. */
function readHours(text: string): number | undefined {
  if (!/^\d+(?:\.\d+)?$/.test(text.trim())) return undefined;
  const hours = Number(text);
  return hours > 0 && hours <= 90 * 24 ? Math.round(hours * 3_600_000) : undefined;
}
