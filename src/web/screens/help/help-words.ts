import type { ReadingState } from '#domain/verdict/reading.ts';
import type { VerdictState } from '#domain/verdict/verdict.ts';

/** When each verdict is given. The order is the order of weight: the first that applies is the verdict. */
export const verdictMeanings: Readonly<Record<VerdictState, string>> = {
  'roll-back':
    'A limit that calls for a roll back is broken, or broke earlier in this stage and nobody has reviewed it.',
  'off-plan': 'Flipper gives something else than this stage plans, for longer than a change takes to arrive.',
  blind: 'A source that is needed is late, failing or empty. Silence is never health.',
  traffic: 'The share of traffic on the new path is not what the toggle explains.',
  over: 'A limit that calls for a hold is broken, or what is seen is over it and not yet certain.',
  'no-limit': 'A criterion that counts has no number, so it can neither pass nor fail.',
  thin: 'The time is over and nothing broke, but too few people used it to show that the limits are kept.',
  people: 'The numbers are fine; an answer, a gate or a finding of the plan is still open.',
  watching: 'The stage is running and nothing above applies.',
  ready: 'The time is over, every criterion is shown to be met, and every check is done.',
  'not-started': 'The stage has not been opened.',
  starting: 'The toggle has just changed; its new value is still on the way to everyone.',
  'off-by-plan':
    'The plan turns the feature off at this step. Before the stage starts, nothing is said of how it is now.',
  'rolling-back': 'A roll back is recorded; the new path still has traffic.',
  'rolled-back': 'A roll back is recorded and the new path has fallen silent.',
  advanced: 'Somebody decided to go on to the next stage.',
  complete: 'The last stage has been reached. Its roll-back limits are judged until the last check-in.',
};

/** What each tag beside a criterion says. */
export const readingMeanings: Readonly<Record<ReadingState, string>> = {
  met: 'Fresh and complete data, enough of it, and a stated limit, together show that the limit is kept.',
  close: 'Kept, with little room left.',
  over: 'The evidence shows that the limit is broken.',
  'over-not-certain': 'What is seen is over the limit, and could still be chance.',
  'broke-earlier': 'It was broken in this stage and is back under its limit. Somebody must review it.',
  'not-enough-data': 'What is seen keeps the limit, and is too little to show it.',
  'no-traffic': 'Requests were counted, and there were none.',
  'no-data': 'The source answers, and nothing matches the query.',
  stale: 'The newest data are older than this stage allows. The last value is shown and not counted.',
  'source-error': 'The source answered with an error, or not at all.',
  'no-limit': 'The plan gives no number.',
  'not-asked':
    'People answer this one, and nobody has in the time that counts. “We asked: none” is an answer.',
  watched: 'Shown by choice, without pass or fail.',
};

/** Words that the pages use in one sense only. */
export const glossary: readonly (readonly [string, string])[] = [
  ['Stage', 'A step of the ramp: who gets the feature, and for how long.'],
  ['Run', 'One attempt at a stage. A stage can run twice; each run is judged for itself.'],
  ['Toggle', 'A Flipper feature. Stagewatch reads it and never changes it.'],
  ['Allotment', 'What the toggle gives now, such as 25% of actors.'],
  ['Signal', 'A named measurement with its query. No other query is ever asked.'],
  ['Criterion', 'A signal, or a share of two, with a limit.'],
  ['Limit', 'The number a criterion must keep, and whether breaking it calls for a hold or a roll back.'],
  [
    'Baseline',
    'What a criterion is compared with: the old path now, the stage before, or the time before launch.',
  ],
  [
    'Likely from a to b',
    'The range that holds the true value 95 times in 100. While a stage runs it stays true however often you look; at its planned end it is the exact range of the counts. On a chart it is the band.',
  ],
  ['About n more', 'How many more attempts would decide, if things go on as they are.'],
  [
    'Finding',
    'A fault of the plan: blank, contradictory or wrong. What must be fixed keeps a stage from being ready.',
  ],
  ['Check-in', 'The look back a week and a month after the last stage began.'],
];

/** Short forms that the pages, the plans and their dashboards use, written out. */
export const abbreviations: readonly (readonly [string, string])[] = [
  ['5xx', 'Answers by which a server says that it failed: status 500 to 599.'],
  ['DMC', 'Debt Management Center, which answers for debts and their disputes.'],
  ['ET', 'Eastern time, with its daylight saving time; the zone of most plans.'],
  ['eVSS', 'Enterprise Veterans Self Service, the older services that Lighthouse replaces; also EVSS.'],
  [
    'KPI',
    'Key performance indicator: a number that tells after the launch whether the feature does its work.',
  ],
  ['LH', 'Lighthouse, VA’s platform of APIs.'],
  ['ms', 'Milliseconds: 1,000 are a second.'],
  ['OCTO', 'Office of the Chief Technology Officer, whose lead agrees to a launch.'],
  ['p95', 'What 95 of 100 requests were faster than: the slow tail that an average hides.'],
  ['PM, PO', 'Product manager and product owner.'],
  ['UAT', 'User acceptance testing: people try the feature before everyone has it.'],
  ['UTC', 'The time that logs are kept in; it has no daylight saving time.'],
];
