import type { JSX } from 'react';
import { Link } from 'react-router';
import type { StageView } from '#contract/rollout.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { endSentence } from '#domain/verdict/end-sentence.ts';

/** What must be settled before the next stage: gates of the plan, questions it asks of people, and boxes of its checklist. */
export function OpenSection({ view }: { readonly view: StageView }): JSX.Element {
  const { gates, checklist = [] } = view.people;
  const boxes = checklist.filter((one) => !one.ticked && one.done === null);
  const open = gates.filter((gate) => gate.closed === null);
  const closed = gates.flatMap(({ text, closed: by }) => (by === null ? [] : [{ text, by }]));
  const questions = view.verdict.readings.filter((reading) => reading.state === 'not-asked');
  const stage = `/rollouts/${view.rollout.id}/stages/${view.stage.id}`;
  return (
    <section className="sw-section" aria-labelledby="open">
      <h2 id="open">Before the next stage</h2>
      {open.length + questions.length === 0 ? <p>No gate and no question of the plan is open.</p> : null}
      {boxes.length === 0 ? null : (
        <p>
          {boxes.length} of {checklist.length} boxes of the checklist are open:{' '}
          {boxes.map(({ text, owner }) => (owner === null ? text : `${text} (${owner})`)).join('; ')}.{' '}
          <Link to={`${stage}#checklist`}>See the checklist</Link>
        </p>
      )}
      <ul>
        {open.map((gate) => (
          <li key={gate.text}>
            <strong>Open gate:</strong> {endSentence(gate.text)} Nobody has recorded that it is closed.{' '}
            <Link to={`${stage}#gates`}>Close it</Link>
          </li>
        ))}
        {questions.map((reading) => (
          <li key={reading.criterion}>
            <strong>Not asked:</strong> {endSentence(reading.label)} {reading.evidence}{' '}
            <Link to={`${stage}#report=${encodeURIComponent(reading.criterion)}`}>Answer it</Link>
          </li>
        ))}
        {closed.map(({ text, by }) => (
          <li key={text}>
            Closed gate: {endSentence(text)} Closed by {by.by}, {sayInstant(by.at, view.rollout.zone)}.
          </li>
        ))}
      </ul>
    </section>
  );
}
