import { setupWorker } from 'msw/browser';
import { createHandlers } from './handlers.ts';
import { scenarioNames, type ScenarioName } from './scenarios.ts';

/** In the scenario "proxy-lost" the server answers this long and then falls silent. */
const answersFor = 4_000;

/** Starts the demo: the page alone, on made-up answers, with a picker of scenarios. */
export async function startDemo(): Promise<void> {
  const asked = new URLSearchParams(location.search).get('scenario') ?? sessionStorage.getItem('scenario');
  const scenario: ScenarioName = scenarioNames.find((name) => name === asked) ?? 'healthy';
  sessionStorage.setItem('scenario', scenario);
  const started = Date.now();
  const worker = setupWorker(
    ...createHandlers({
      scenario: () => scenario,
      now: () => Date.now(),
      lost: () => scenario === 'proxy-lost' && Date.now() - started > answersFor,
    }),
  );
  await worker.start({ quiet: true, onUnhandledRequest: 'bypass' });
  addPicker(scenario);
}

function addPicker(current: ScenarioName): void {
  const label = document.createElement('label');
  label.textContent = 'Demo scenario (example data) ';
  label.style.cssText = 'display:block;padding:8px 16px';
  const select = document.createElement('select');
  for (const name of scenarioNames) select.append(new Option(name, name, name === current, name === current));
  select.addEventListener('change', () => {
    sessionStorage.setItem('scenario', select.value);
    location.search = `?scenario=${select.value}`;
  });
  label.append(select);
  const aside = document.createElement('aside');
  aside.setAttribute('aria-label', 'Demo');
  aside.className = 'sw-noprint';
  aside.append(label);
  document.body.append(aside);
}
