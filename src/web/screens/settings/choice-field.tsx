import type { JSX } from 'react';
import { choicesOf, useChoice, type ChoiceOf } from '../../ui/reader-choice.ts';

/** One thing to choose, kept as soon as it is chosen. */
export function ChoiceField<N extends Parameters<typeof choicesOf>[0]>(props: {
  readonly name: N;
  readonly legend: string;
  readonly labels: Readonly<Record<ChoiceOf<N>, string>>;
}): JSX.Element {
  const { name, labels } = props;
  const [chosen, choose] = useChoice(name);
  return (
    <fieldset>
      <legend>{props.legend}</legend>
      {choicesOf(name).map((one) => (
        <label key={one}>
          <input type="radio" name={name} checked={one === chosen} onChange={() => choose(one)} />{' '}
          {labels[one]}
        </label>
      ))}
    </fieldset>
  );
}
