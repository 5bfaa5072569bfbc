import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Problem } from '../api';
import { theme } from './theme';

/** What all screens stand on: theme, messages, and the store of fetched things. */
export function House(props: { children: ReactNode; client?: QueryClient }) {
  const [client] = useState(() => props.client ?? createClient());
  return (
    <MantineProvider theme={theme} defaultColorScheme="dark">
      <QueryClientProvider client={client}>
        <Notifications position="bottom-right" limit={4} />
        {props.children}
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** Retries what may pass by itself (server restarting), never what the server refused. */
export function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) =>
          failures < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502),
        retryDelay: 800,
      },
    },
  });
}
