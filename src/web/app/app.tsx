import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { Suspense, type JSX } from 'react';
import { Route, Routes } from 'react-router';
import { ConnectionProvider } from '../data/connection.tsx';
import { RolloutsScreen } from '../screens/rollouts/rollouts-screen.tsx';
import { StageScreen } from '../screens/stage/stage-screen.tsx';
import { Layout } from './layout.tsx';
import { NotFound } from './not-found.tsx';
import { laterPages } from './pages.tsx';
import { ReaderProvider } from './reader-provider.tsx';
import { TabNotices } from './tab-notices.tsx';

/** The routes. The router itself is outside, so that a test can stand anywhere. */
export function App({ client }: { readonly client: QueryClient }): JSX.Element {
  return (
    <QueryClientProvider client={client}>
      <ConnectionProvider>
        <ReaderProvider>
          <Layout>
            <Routes>
              <Route path="/" element={<RolloutsScreen />} />
              <Route path="/rollouts/:id/stages/:stage" element={<StageScreen />} />
              {laterPages.map(({ path, Screen, waiting }) => (
                <Route
                  key={path}
                  path={path}
                  element={
                    <Suspense fallback={waiting}>
                      <Screen />
                    </Suspense>
                  }
                />
              ))}
              <Route path="*" element={<NotFound />} />
            </Routes>
          </Layout>
          <TabNotices />
        </ReaderProvider>
      </ConnectionProvider>
    </QueryClientProvider>
  );
}
