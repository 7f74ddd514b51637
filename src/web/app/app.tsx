import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { lazy, Suspense, type JSX } from 'react';
import { Route, Routes } from 'react-router';
import { ConnectionProvider } from '../data/connection.tsx';
import { RolloutScreen } from '../screens/rollout/rollout-screen.tsx';
import { RolloutsScreen } from '../screens/rollouts/rollouts-screen.tsx';
import { StageScreen } from '../screens/stage/stage-screen.tsx';
import { Checking } from '../ui/verdict-banner.tsx';
import { Layout } from './layout.tsx';
import { NotFound } from './not-found.tsx';

// Nobody who only needs the verdict waits for the page that explains a criterion.
const CriterionScreen = lazy(async () => ({
  default: (await import('../screens/criterion/criterion-screen.tsx')).CriterionScreen,
}));

const ImportScreen = lazy(async () => ({
  default: (await import('../screens/import/import-screen.tsx')).ImportScreen,
}));
const SourcesScreen = lazy(async () => ({
  default: (await import('../screens/sources/sources-screen.tsx')).SourcesScreen,
}));
const HelpScreen = lazy(async () => ({
  default: (await import('../screens/help/help-screen.tsx')).HelpScreen,
}));
const PlanScreen = lazy(async () => ({
  default: (await import('../screens/plan/plan-screen.tsx')).PlanScreen,
}));

// Pages of weeks later: nobody who watches a stage waits for them.
const KpisScreen = lazy(async () => ({
  default: (await import('../screens/kpis/kpis-screen.tsx')).KpisScreen,
}));
const ReportScreen = lazy(async () => ({
  default: (await import('../screens/report/report-screen.tsx')).ReportScreen,
}));

const LogScreen = lazy(async () => ({
  default: (await import('../screens/log/log-screen.tsx')).LogScreen,
}));

const NoticesScreen = lazy(async () => ({
  default: (await import('../screens/notices/notices-screen.tsx')).NoticesScreen,
}));

/** The routes. The router itself is outside, so that a test can stand anywhere. */
export function App({ client }: { readonly client: QueryClient }): JSX.Element {
  return (
    <QueryClientProvider client={client}>
      <ConnectionProvider>
        <Layout>
          <Routes>
            <Route path="/" element={<RolloutsScreen />} />
            <Route
              path="/rollouts/new"
              element={
                <Suspense fallback={<output>Loading...</output>}>
                  <ImportScreen />
                </Suspense>
              }
            />
            <Route
              path="/rollouts/:id/plan"
              element={
                <Suspense fallback={<output>Loading...</output>}>
                  <PlanScreen />
                </Suspense>
              }
            />
            <Route
              path="/rollouts/:id/log"
              element={
                <Suspense fallback={<output>Loading the log...</output>}>
                  <LogScreen />
                </Suspense>
              }
            />
            <Route path="/rollouts/:id" element={<RolloutScreen />} />
            <Route path="/rollouts/:id/stages/:stage" element={<StageScreen />} />
            <Route
              path="/rollouts/:id/stages/:stage/criteria/:criterion"
              element={
                <Suspense fallback={<Checking what="Loading criterion..." />}>
                  <CriterionScreen />
                </Suspense>
              }
            />
            <Route
              path="/rollouts/:id/kpis/:checkin"
              element={
                <Suspense fallback={<output>Loading KPIs...</output>}>
                  <KpisScreen />
                </Suspense>
              }
            />
            <Route
              path="/rollouts/:id/report"
              element={
                <Suspense fallback={<output>Loading the report...</output>}>
                  <ReportScreen />
                </Suspense>
              }
            />
            <Route
              path="/sources"
              element={
                <Suspense fallback={<output>Loading...</output>}>
                  <SourcesScreen />
                </Suspense>
              }
            />
            <Route
              path="/help"
              element={
                <Suspense fallback={<output>Loading...</output>}>
                  <HelpScreen />
                </Suspense>
              }
            />
            <Route
              path="/settings/notices"
              element={
                <Suspense fallback={<output>Loading notices...</output>}>
                  <NoticesScreen />
                </Suspense>
              }
            />
            <Route path="*" element={<NotFound />} />
          </Routes>
        </Layout>
      </ConnectionProvider>
    </QueryClientProvider>
  );
}
