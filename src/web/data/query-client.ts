import { QueryClient } from '@tanstack/react-query';

/**
 * One place for all query behaviour. Retries are off: a failed read is repeated by its interval, which, unlike a
 * retry, also runs in a hidden tab.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        staleTime: 2_000,
        refetchIntervalInBackground: true,
        refetchOnWindowFocus: true,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
