import { useState, type JSX } from 'react';
import type { BlockEdit } from '#domain/plan/edit/edit-block.ts';
import { withFreeIds } from '#domain/plan/edit/free-ids.ts';
import { recipes } from '#domain/plan/edit/recipes.ts';
import { FaultSummary, ifEmpty, useFaults } from '../../ui/faults.tsx';
import { notWritten } from './not-written.ts';

/** Makes the usual signals from the two names a team knows: a controller and its action, or a service. */
export function RecipeForm({
  taken,
  onEdit,
}: {
  /** Ids of the signals the plan has already: they are never replaced. */
  readonly taken: readonly string[];
  readonly onEdit: (edit: BlockEdit) => Promise<boolean>;
}): JSX.Element {
  const [chosen, setChosen] = useState('controller');
  const [name, setName] = useState('');
  const [action, setAction] = useState('');
  const [environment, setEnvironment] = useState('eks-prod');
  const faults = useFaults(() => ifEmpty('recipe-name', name, 'Write the name its metrics carry.'));
  const recipe = recipes.find((one) => one.id === chosen) ?? recipes[0];
  return (
    <details>
      <summary>Make signals from a controller or a service</summary>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!faults.look() || recipe === undefined) return;
          const source = recipe.id === 'prometheus' ? 'prometheus' : 'datadog';
          const input = {
            source,
            name: name.trim(),
            action: action.trim(),
            environment: environment.trim(),
          } as const;
          const hint = input.action === '' ? input.name : input.action;
          void onEdit({ kind: 'signals', signals: withFreeIds(recipe.signals(input), taken, hint) });
        }}
      >
        <FaultSummary faults={faults} title={notWritten} />
        <div className="sw-form">
          <label htmlFor="recipe">
            Where it is measured
            <select id="recipe" value={chosen} onChange={(event) => setChosen(event.target.value)}>
              {recipes.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.label}
                </option>
              ))}
            </select>
          </label>
          <label htmlFor="recipe-name">
            {chosen === 'controller' ? 'Controller, such as v0/permits' : 'Its name'}
            <input
              id="recipe-name"
              value={name}
              {...faults.at('recipe-name', 'recipe-hint')}
              onChange={(event) => setName(event.target.value)}
            />
          </label>
          <label htmlFor="recipe-action">
            Action, if only one
            <input id="recipe-action" value={action} onChange={(event) => setAction(event.target.value)} />
          </label>
          <label htmlFor="recipe-environment">
            Environment of production
            <input
              id="recipe-environment"
              value={environment}
              onChange={(event) => setEnvironment(event.target.value)}
            />
          </label>
          <button type="submit">Add these signals</button>
        </div>
        <p id="recipe-hint" className="sw-small">
          {recipe?.hint} You get hits, errors, statuses, and times.
        </p>
      </form>
    </details>
  );
}
