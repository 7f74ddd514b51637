import { lazy, type ComponentType, type JSX, type LazyExoticComponent } from 'react';
import { later } from '../ui/later.tsx';
import { Checking } from '../ui/verdict-banner.tsx';

/** A page that loads when somebody goes there, so that nobody who only needs a verdict waits for it. */
interface LaterPage {
  readonly path: string;
  readonly Screen: LazyExoticComponent<ComponentType>;
  readonly waiting: JSX.Element;
}

const loading = <output>Loading...</output>;

const WallScreen = later(async () => (await import('../screens/wall/wall-screen.tsx')).WallScreen);

/** Every page but the list and the stage, which come with the first load. */
export const laterPages: readonly LaterPage[] = [
  {
    path: '/rollouts/new',
    Screen: later(async () => (await import('../screens/import/import-screen.tsx')).ImportScreen),
    waiting: loading,
  },
  {
    path: '/rollouts/:id',
    Screen: later(async () => (await import('../screens/rollout/rollout-screen.tsx')).RolloutScreen),
    waiting: <output>Loading the rollout...</output>,
  },
  {
    path: '/rollouts/:id/plan',
    Screen: later(async () => (await import('../screens/plan/plan-screen.tsx')).PlanScreen),
    waiting: loading,
  },
  {
    path: '/rollouts/:id/compare',
    Screen: later(async () => (await import('../screens/compare/compare-screen.tsx')).CompareScreen),
    waiting: <output>Loading stages...</output>,
  },
  {
    path: '/rollouts/:id/log',
    Screen: later(async () => (await import('../screens/log/log-screen.tsx')).LogScreen),
    waiting: <output>Loading the log...</output>,
  },
  {
    path: '/rollouts/:id/stages/:stage/criteria/:criterion',
    Screen: later(async () => (await import('../screens/criterion/criterion-screen.tsx')).CriterionScreen),
    waiting: <Checking what="Loading criterion..." />,
  },
  {
    path: '/rollouts/:id/kpis/:checkin',
    Screen: later(async () => (await import('../screens/kpis/kpis-screen.tsx')).KpisScreen),
    waiting: <output>Loading KPIs...</output>,
  },
  {
    path: '/rollouts/:id/report',
    Screen: later(async () => (await import('../screens/report/report-screen.tsx')).ReportScreen),
    waiting: <output>Loading the report...</output>,
  },
  {
    path: '/sources',
    Screen: later(async () => (await import('../screens/sources/sources-screen.tsx')).SourcesScreen),
    waiting: loading,
  },
  {
    path: '/help',
    Screen: later(async () => (await import('../screens/help/help-screen.tsx')).HelpScreen),
    waiting: loading,
  },
  {
    path: '/rollouts/:id/wall',
    Screen: WallScreen,
    waiting: <Checking what="Loading the wall..." />,
  },
  {
    path: '/wall',
    Screen: WallScreen,
    waiting: <Checking what="Loading the wall..." />,
  },
  {
    path: '/settings',
    Screen: later(async () => (await import('../screens/settings/settings-screen.tsx')).SettingsScreen),
    waiting: loading,
  },
  {
    path: '/settings/notices',
    Screen: later(async () => (await import('../screens/notices/notices-screen.tsx')).NoticesScreen),
    waiting: <output>Loading notices...</output>,
  },
  ...(import.meta.env.MODE === 'demo'
    ? [{ path: '/workbench', Screen: lazy(loadWorkbench), waiting: loading }]
    : []),
];

/** Of the demo alone: what the mocks can show, as one page of links. */
async function loadWorkbench(): Promise<{ default: ComponentType }> {
  const [{ Workbench }, { benchGroups }] = await Promise.all([
    import('./workbench.tsx'),
    import('#mocks/workbench.ts'),
  ]);
  const groups = benchGroups(Date.now());
  return { default: () => <Workbench groups={groups} /> };
}
