import { delay } from 'msw';
import { setupWorker } from 'msw/browser';
import { hour } from '#domain/time/time.ts';
import { createHandlers } from './handlers.ts';
import { scenarioNames, type ScenarioName } from './scenarios.ts';

/** In the scenario "proxy-lost" the server answers this long and then falls silent. */
const answersFor = 10_000;

/** How long a read takes in the scenario "slow". */
const slowFor = 12_000;

/** In the scenario "asleep" the computer sleeps after so long, for an hour. */
const awakeFor = 8_000;

/** Starts the demo: the page alone, on made-up answers, with a picker of scenarios. */
export async function startDemo(): Promise<void> {
  const asked = new URLSearchParams(location.search).get('scenario') ?? sessionStorage.getItem('scenario');
  const scenario: ScenarioName = scenarioNames.find((name) => name === asked) ?? 'healthy';
  sessionStorage.setItem('scenario', scenario);
  const started = Date.now();
  const since = (): number => Date.now() - started;
  const worker = setupWorker(
    ...createHandlers({
      // What went on while the computer slept.
      scenario: () => (scenario === 'asleep' && since() > hour ? 'spike' : scenario),
      now: () => Date.now(),
      lost: () => scenario === 'proxy-lost' && since() > answersFor,
      wait: () => waitIn(scenario),
    }),
  );
  await worker.start({ quiet: true, onUnhandledRequest: 'bypass' });
  if (scenario === 'asleep') setTimeout(sleepAnHour, awakeFor);
  addPicker(scenario);
}

async function waitIn(scenario: ScenarioName): Promise<void> {
  if (scenario === 'loading') await delay('infinite');
  if (scenario === 'slow') await delay(slowFor);
}

/** All a page can see of a sleep: the clock is an hour on. */
function sleepAnHour(): void {
  const { now } = Date;
  Date.now = () => now() + hour;
}

function addPicker(current: ScenarioName): void {
  const label = document.createElement('label');
  label.textContent = 'Demo scenario (example data) ';
  const select = document.createElement('select');
  for (const name of scenarioNames) select.append(new Option(name, name, name === current, name === current));
  select.addEventListener('change', () => {
    sessionStorage.setItem('scenario', select.value);
    location.search = `?scenario=${select.value}`;
  });
  label.append(select);
  const all = document.createElement('a');
  all.href = '/workbench';
  all.textContent = 'All states';
  const aside = document.createElement('aside');
  aside.setAttribute('aria-label', 'Demo');
  aside.className = 'sw-noprint';
  aside.style.cssText = 'display:flex;flex-wrap:wrap;gap:8px 24px;align-items:center;padding:8px 16px';
  aside.append(label, all);
  document.body.append(aside);
}
