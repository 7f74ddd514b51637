import type { JSX } from 'react';
import { sayInstantIn } from '#domain/time/say-zoned.ts';
import { readingTags, type Reading } from '#domain/verdict/reading.ts';
import { sayCompared, saySide, sayTimes } from '../../ui/reading-words.ts';
import { readingLook } from '../../ui/state-look.ts';
import { Tag } from '../../ui/tag.tsx';
import { useShownZone } from '../../ui/zone-choice.tsx';

/** What a relative criterion was compared with, and its status classes one by one. */
export function ComparedSection(props: {
  readonly reading: Reading;
  readonly zone: string;
}): JSX.Element | null {
  const { reading, zone } = props;
  const shown = useShownZone(zone);
  const { comparedWith, parts } = reading;
  if (comparedWith === null) return null;
  const { from, to } = comparedWith.window;
  return (
    <section className="sw-section" aria-labelledby="compared">
      <h2 id="compared">Compared with</h2>
      <p>
        Compared with {sayCompared(reading)}, from {sayInstantIn(from, shown, zone)} to{' '}
        {sayInstantIn(to, shown, zone)}.
      </p>
      {parts.length === 0 ? null : (
        <table className="sw-stack">
          <caption>Class by class, against {comparedWith.with}</caption>
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col">Here</th>
              <th scope="col">There</th>
              <th scope="col">Times</th>
              <th scope="col">Result</th>
            </tr>
          </thead>
          <tbody>
            {parts.map((part) => (
              <tr key={part.key}>
                <th scope="row">{part.key}</th>
                <td>
                  <span className="sw-narrow">Here </span>
                  {saySide(part)}
                </td>
                <td>
                  <span className="sw-narrow">There </span>
                  {saySide(part.against)}
                </td>
                <td>{sayTimes(part.value)}</td>
                <td>
                  <Tag look={readingLook[part.state]} word={readingTags[part.state]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
