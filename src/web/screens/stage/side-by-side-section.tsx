import type { JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { sayCount, sayValue } from '#domain/verdict/say-value.ts';
import { sayReadingCounts, saySide, sayTimes } from '../../ui/reading-words.ts';

type Reading = StageView['verdict']['readings'][number];

interface Side {
  readonly key: string;
  readonly what: string;
  readonly now: string;
  readonly with: string;
  readonly other: string;
  readonly times: string;
}

/** The new path beside what it is compared with, as rates, each status class in a row of its own. */
export function SideBySideSection({ view }: { readonly view: StageView }): JSX.Element | null {
  const rows = view.verdict.readings.flatMap(sidesOf);
  if (rows.length === 0) return null;
  return (
    <section className="sw-section" aria-labelledby="side-by-side">
      <h2 id="side-by-side">Side by side</h2>
      <table className="sw-stack">
        <caption>The new path, and what it is compared with</caption>
        <thead>
          <tr>
            <th scope="col">Measure</th>
            <th scope="col">New path</th>
            <th scope="col">Compared with</th>
            <th scope="col">Times as much</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.what}</th>
              <td data-label="New path">{row.now}</td>
              <td data-label="Compared with">
                {row.other}
                <div className="sw-quiet">{row.with}</div>
              </td>
              <td data-label="Times as much">{row.times}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function sidesOf(reading: Reading): readonly Side[] {
  const { comparedWith, parts, criterion, label } = reading;
  if (comparedWith === null) return [];
  if (parts.length > 0) {
    return parts.map((part) => ({
      key: `${criterion} ${part.key}`,
      what: `${label}: ${part.key}`,
      now: saySide(part),
      with: comparedWith.with,
      other: saySide(part.against),
      times: sayTimes(part.value),
    }));
  }
  const { events, of, value } = comparedWith;
  return [
    {
      key: criterion,
      what: label,
      now: sayOwn(reading),
      with: comparedWith.with,
      other: sayOther(events, of, value),
      times: sayTimes(reading.value),
    },
  ];
}

function sayOwn(reading: Reading): string {
  const { events, of } = reading.counts;
  if (events !== null && of !== null) return saySide({ events, of });
  return sayReadingCounts(reading) ?? 'Not measured';
}

function sayOther(events: number | null, of: number | null, value: number | null): string {
  if (events !== null && of !== null) return saySide({ events, of });
  if (events !== null) return sayCount(events);
  return value === null ? 'Not measured' : sayValue(value, 'ms');
}
