import type { JSX } from 'react';
import { Link } from 'react-router';
import { readingTags, type ReadingState } from '#domain/verdict/reading.ts';
import { verdictWords, type VerdictState } from '#domain/verdict/verdict.ts';
import { useTitle } from '../../ui/announce.ts';
import { readingLook, verdictLook } from '../../ui/state-look.ts';
import { Tag } from '../../ui/tag.tsx';
import { abbreviations, glossary, readingMeanings, verdictMeanings } from './help-words.ts';

const verdicts = Object.keys(verdictMeanings).filter((key): key is VerdictState => key in verdictWords);
const readings = Object.keys(readingMeanings).filter((key): key is ReadingState => key in readingTags);

/** How verdicts are made, and what the words mean. */
export function HelpScreen(): JSX.Element {
  useTitle('Help - Stagewatch');
  return (
    <>
      <h1>How verdicts are made</h1>
      <section className="sw-section" aria-labelledby="rules">
        <h2 id="rules">Six rules</h2>
        <ol>
          <li>Green is earned: fresh data, enough data and a stated limit, or it is not green.</li>
          <li>A verdict is a sentence with its evidence: value, limit, counts, window, source and time.</li>
          <li>
            The worst thing wins. Lesser things are listed under “Also”; nothing is averaged into a score.
          </li>
          <li>Time running out is not evidence.</li>
          <li>People are a source: complaints and checks stand in the same table as error rates.</li>
          <li>Stagewatch watches. It never changes a toggle, and no button here does.</li>
        </ol>
        <p>
          Looking often does not make a false alarm more likely: the limits are judged with evidence that
          holds however often it is looked at, and a stage’s error is shared over its roll-back limits.
        </p>
      </section>
      <section className="sw-section" aria-labelledby="verdicts">
        <h2 id="verdicts">Verdicts, the gravest first</h2>
        <table className="sw-stack">
          <caption>Verdicts and when each stands</caption>
          <thead>
            <tr>
              <th scope="col">Verdict</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            {verdicts.map((state) => (
              <tr key={state}>
                <th scope="row">
                  <Tag look={verdictLook[state]} word={verdictWords[state]} />
                </th>
                <td>{verdictMeanings[state]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="sw-section" aria-labelledby="readings">
        <h2 id="readings">What a criterion’s row can say</h2>
        <table className="sw-stack">
          <caption>Tags of a criterion and what each means</caption>
          <thead>
            <tr>
              <th scope="col">Tag</th>
              <th scope="col">Meaning</th>
            </tr>
          </thead>
          <tbody>
            {readings.map((state) => (
              <tr key={state}>
                <th scope="row">
                  <Tag look={readingLook[state]} word={readingTags[state]} />
                </th>
                <td>{readingMeanings[state]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="sw-section" aria-labelledby="words">
        <h2 id="words">Words</h2>
        <Words list={glossary} />
        <p>
          Whether the numbers themselves can be trusted stands under <Link to="/sources">Sources</Link>.
        </p>
      </section>
      <section className="sw-section" aria-labelledby="short">
        <h2 id="short">Short forms</h2>
        <Words list={abbreviations} />
      </section>
    </>
  );
}

function Words({ list }: { readonly list: readonly (readonly [string, string])[] }): JSX.Element {
  return (
    <dl className="sw-facts">
      {list.map(([word, meaning]) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
