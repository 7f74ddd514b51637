import { sizes, type JobPlan } from './jobs.ts';
import type { Measured } from './measure.ts';

/** What the judge is held to (statistics §6.6 and the acceptance of the judge). */
const bounds = {
  falseAlarm: 0.01,
  latencyFalseAlarm: 0.025,
  equal: 1.35,
  latencyEqual: 2.15,
  fromStart: 1.75,
  midStage: 1.5,
  falseMet: 0.05,
  met: 1.4,
} as const;

/** What is held to what; a figure that is due and missing is not kept. */
interface Held {
  readonly what: string;
  readonly value: number;
  readonly most: number;
}

/** Every bound the product's own figures do not keep, in words. */
export function failures(rows: readonly Measured[]): readonly string[] {
  return rows
    .filter((row) => row.method.startsWith('stagewatch'))
    .flatMap((row) =>
      heldOf(row)
        // Not "above": without a figure nothing is shown to be kept.
        .filter(({ value, most }) => !(value <= most))
        .map(
          ({ what, value, most }) => `MISSED ${row.id} ${row.method}: ${what} ${value.toFixed(3)} > ${most}`,
        ),
    );
}

function heldOf(row: Measured): readonly Held[] {
  const alarms = (most: number): Held => ({ what: 'false alarms', value: row.falseAlarm, most });
  // A split or a rate is either right or wrong: only the right ones can be flagged falsely.
  if (row.id.startsWith('split')) return Number.isNaN(row.detected) ? [alarms(bounds.falseAlarm)] : [];
  if (row.id.startsWith('met'))
    return Number.isNaN(row.detected) ? [alarms(bounds.falseMet)] : [metDelay(row)];
  const latency = row.id.startsWith('L');
  const held = [alarms(latency ? bounds.latencyFalseAlarm : bounds.falseAlarm)];
  if (row.method !== 'stagewatch') return held;
  held.push({
    what: 'delay at equal false alarms',
    value: row.ratioEqualFa,
    most: latency ? bounds.latencyEqual : bounds.equal,
  });
  if (!latency) held.push(guaranteedDelay(row));
  return held;
}

function guaranteedDelay(row: Measured): Held {
  const most = row.id.endsWith('v=0') ? bounds.fromStart : bounds.midStage;
  return { what: 'guaranteed delay', value: row.ratioGuaranteed ?? Number.NaN, most };
}

function metDelay(row: Measured): Held {
  return { what: 'requests until met', value: row.ratioGuaranteed ?? Number.NaN, most: bounds.met };
}

/** A plain table of everything measured. */
export function asTable(rows: readonly Measured[]): string {
  const head = [
    'scenario',
    'method',
    'false alarms',
    'detected',
    'delay',
    'optimum',
    'equal FA',
    'guaranteed',
  ];
  const lines = [head, ...rows.map(cellsOf)];
  const widths = head.map((_, c) => Math.max(...lines.map((line) => (line[c] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((cell, c) => cell.padEnd(widths[c] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cellsOf(row: Measured): readonly string[] {
  return [
    row.id,
    row.method,
    percent(row.falseAlarm),
    percent(row.detected),
    decimal(row.delay, 1),
    decimal(row.optimum, 1),
    times(row.ratioEqualFa),
    row.ratioGuaranteed === null ? '' : times(row.ratioGuaranteed),
  ];
}

function percent(value: number): string {
  if (Number.isNaN(value)) return '';
  return `${(100 * value).toFixed(value > 0 && value < 0.1 ? 2 : 0)} %`;
}

function decimal(value: number, digits: number): string {
  return Number.isNaN(value) ? '' : value.toFixed(digits);
}

function times(value: number): string {
  return Number.isNaN(value) ? '' : `${value.toFixed(2)}x`;
}

const families: readonly { readonly prefix: RegExp; readonly title: string; readonly text: string }[] = [
  {
    prefix: /^A\d/,
    title: 'Absolute limits on an error rate',
    text: 'Healthy stages run exactly at the limit, the hardest case. Events and other requests are independent Poisson numbers. `v` is the bucket after which the rate changes.',
  },
  {
    prefix: /^B\d/,
    title: 'Against the old path at the same time',
    text: 'The baseline is unknown and moves. In B5 an incident raises the errors of both paths five times for ten minutes.',
  },
  {
    prefix: /^L\d/,
    title: 'Latency from averages of a minute',
    text: "Requests are log-normal (averages of more than 50 are drawn from the normal law they tend to), both paths share a swing of 15 % whose neighbouring minutes correlate by 0.8; L5 has freak minutes, L6 a new path that swings by itself. The optimum knows mean, spread and rise of single minutes, in L5 and L6 without the freaks and the likeness of neighbours; ours learns them from 60 minutes (300 in L4). `stagewatch` tolerates no rise, as the others don't; `stagewatch-default` tolerates 10 %, as it ships.",
  },
  {
    prefix: /^split/,
    title: 'Traffic against the allotment',
    text: 'People and their requests in visits of up to three minutes; nominal false alarms are 0.1 %. `stagewatch` counts people, `stagewatch-requests` divides requests by their design effect; raw requests mislead both tests of them.',
  },
  {
    prefix: /^met/,
    title: 'Showing that a limit is met',
    text: 'Requests until 1 % is shown to be met, looked at about every 20, by the true rate as a part of the limit; what is not shown within 20,000 counts as that many. At or over the limit, "detected" is a false Met and stands under false alarms.',
  },
];

/** docs/verdicts.md. */
export function asDocument(rows: readonly Measured[], { seed, quick }: JobPlan): string {
  const sections = families.map(({ prefix, title, text }) => {
    const lines = rows.filter((row) => prefix.test(row.id)).map((row) => `| ${cellsOf(row).join(' | ')} |`);
    return `## ${title}\n\n${text}\n\n| scenario | method | false alarms | detected | delay | optimum | at equal false alarms | guaranteed |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n${lines.join('\n')}`;
  });
  const missed = failures(rows);
  const held =
    missed.length === 0
      ? 'Every bound is kept in this run.'
      : `Bounds not kept in this run:\n\n${missed.map((one) => `- ${one}`).join('\n')}`;
  return `# How good the verdicts are

Written by \`npm run bench -- verdicts${quick ? ' --quick' : ''} --docs --seed ${seed}\`; don't edit it. Simulated stages, the product's own functions, and other rules on the same
stages. A delay is counted in buckets from the change; what is missed counts to the end of the stage, and stages alarmed before the change are left out.
Per scenario ${stagesOf(quick)}.

- *false alarms*: healthy stages rolled back at the method's usual threshold; *detected* and *delay* at that threshold.
- *optimum*: mean delay of the test that knows the true alternative, with one false alarm in a hundred (Wald's from the start, Page's mid-stage).
- *at equal false alarms*: delay over the optimum's with the threshold set so that one healthy stage in a hundred is rolled back.
- *guaranteed*: the same at the threshold whose false alarms are bounded by proof; \`stagewatch-default\` is what ships, with half of alpha kept for the look at the planned end.

Bounds: false alarms at most 1 % (2.5 % for latency); at equal false alarms at most ${bounds.equal}x (${bounds.latencyEqual}x for latency); guaranteed at most ${bounds.fromStart}x from the start and ${bounds.midStage}x mid-stage; false Met at most 5 %, and
at most ${bounds.met}x the requests of Wald's test to show that a limit is met. ${held}

The plot's axis ends at 1x and 16x; what lies beyond is drawn at its end. Below 1x can come about in L5 and L6, where the optimum does not know everything.

![Delay over the optimum's at equal false alarms, per scenario and method](verdicts.svg)

The other rules: *k-consecutive* buckets over the limit (usual threshold three; five minutes a fifth above the old path for latency), *cumulative-failure*
after five bad buckets in all, *peeked-test* an exact (for latency a paired t) test at 1 % repeated after every bucket, *rank-judge* Mann and Whitney's test on the two
paths' buckets every five buckets. At equal false alarms their thresholds are set by simulation for the very traffic they then meet, which no plan knows beforehand.

${sections.join('\n\n')}
`;
}

/** How many stages a run simulates. */
function stagesOf(quick: boolean): string {
  const say = (title: string, { full, quick: few }: (typeof sizes)['absolute']): string => {
    const { healthy, broken } = quick ? few : full;
    return `${healthy.toLocaleString('en')} healthy and ${broken.toLocaleString('en')} broken stages ${title}`;
  };
  return [
    say('for absolute limits', sizes.absolute),
    say('against the old path', sizes.relative),
    say('for latency', sizes.latency),
  ].join('; ');
}

const drawn = ['stagewatch', 'peeked-test', 'rank-judge', 'k-consecutive', 'cumulative-failure'] as const;
const colours: Readonly<Record<(typeof drawn)[number], string>> = {
  stagewatch: '#0b7a75',
  'peeked-test': '#b35900',
  'rank-judge': '#7a4fbf',
  'k-consecutive': '#777777',
  'cumulative-failure': '#c2418f',
};
const marks: Readonly<Record<(typeof drawn)[number], string>> = {
  stagewatch: 'M-5,0 a5,5 0 1,0 10,0 a5,5 0 1,0 -10,0',
  'peeked-test': 'M-5,-5 L5,5 M-5,5 L5,-5',
  'rank-judge': 'M0,-5 L5,4 L-5,4 Z',
  'k-consecutive': 'M-4,-4 H4 V4 H-4 Z',
  'cumulative-failure': 'M0,-5 L5,0 L0,5 L-5,0 Z',
};

const left = 90;
const rowHeight = 16;
const width = 720;

/** A dot plot of delay over the optimum's, on a logarithmic axis from 1 to 16; readable on light and on dark. */
export function asPlot(rows: readonly Measured[]): string {
  const ids = [...new Set(rows.filter((row) => /^[ABL]\d/.test(row.id)).map((row) => row.id))];
  const height = 60 + ids.length * rowHeight;
  const x = (ratio: number): number =>
    left + ((width - left - 20) * Math.log2(Math.min(16, Math.max(1, ratio)))) / 4;
  const axis = [1, 2, 4, 8, 16].map(
    (at) =>
      `<line x1="${x(at)}" x2="${x(at)}" y1="40" y2="${height - 10}" stroke="#888" stroke-opacity="0.4"/><text x="${x(at)}" y="34" text-anchor="middle">${at}x</text>`,
  );
  const legend = drawn.map(
    (method, i) =>
      `<path d="${marks[method]}" transform="translate(${left + i * 125},14)" ${paint(method)}/><text x="${left + 10 + i * 125}" y="18">${method}</text>`,
  );
  const dots = ids.flatMap((id, i) => {
    const y = 54 + i * rowHeight;
    const points = rows
      .filter((row) => row.id === id)
      .flatMap((row) => {
        const method = drawn.find((one) => one === row.method);
        return method === undefined || Number.isNaN(row.ratioEqualFa)
          ? []
          : [
              `<path d="${marks[method]}" transform="translate(${x(row.ratioEqualFa).toFixed(1)},${y})" ${paint(method)}/>`,
            ];
      });
    return [`<text x="${left - 12}" y="${y + 4}" text-anchor="end">${id}</text>`, ...points];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Delay over the optimum's at equal false alarms" font-family="sans-serif" font-size="11" fill="#757575">\n${[...axis, ...legend, ...dots].join('\n')}\n</svg>\n`;
}

function paint(method: (typeof drawn)[number]): string {
  const colour = colours[method];
  return method === 'peeked-test' ? `stroke="${colour}" stroke-width="2" fill="none"` : `fill="${colour}"`;
}
