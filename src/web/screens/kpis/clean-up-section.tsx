import type { JSX } from 'react';
import type { KpiView } from '#contract/kpi-view.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { EntryForm } from './entry-form.tsx';

type Task = KpiView['cleanUp'][number];

const words: Readonly<Record<Task['state'], string>> = {
  done: 'Done',
  open: 'Open',
  unknown: 'Not known',
};

/** What is left to do once the launch has settled, the toggles first. */
export function CleanUpSection({ view }: { readonly view: KpiView }): JSX.Element {
  return (
    <section className="sw-section" aria-labelledby="clean-up">
      <h2 id="clean-up">Clean-up</h2>
      <ul className="sw-list">
        {view.cleanUp.map((task, i) => (
          <li key={task.id} className="sw-step">
            <p>
              <strong>{task.text}</strong>: {task.ticked === null ? words[task.state] : 'Done'}
            </p>
            <p className="sw-small">
              {task.said}
              {task.ticked === null
                ? ''
                : ` Ticked off by ${task.ticked.by}, ${sayInstant(task.ticked.at, view.rollout.zone)}.`}
            </p>
            {task.state === 'done' ? null : (
              <details className="sw-noprint">
                <summary>
                  {task.ticked === null ? 'Tick off' : 'Open again'}: {task.text}
                </summary>
                <EntryForm
                  id={`task-${i}`}
                  rollout={view.rollout.id}
                  checkIn={view.checkIn.id}
                  action={task.ticked === null ? 'It is done' : 'It is not done'}
                  entry={() => ({ do: 'task', task: task.id, done: task.ticked === null })}
                />
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
