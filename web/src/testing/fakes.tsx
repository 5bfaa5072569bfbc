import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router';
import { render } from '@testing-library/react';
import axe from 'axe-core';
import type { ReactNode } from 'react';
import { expect, vi } from 'vitest';
import { createClient, House } from '../app/House';

type Answer = { status?: number; body?: unknown };
export type Exchange = { method: string; path: string; body: unknown; headers: Headers };

/**
 * Answers the API's requests in a test: keys are "METHOD /path", values what comes back. What is not listed is a 404.
 *
 * @returns the requests that were made, in order
 */
export function fakeApi(answers: Record<string, Answer | ((request: Exchange) => Answer)>): Exchange[] {
  const made: Exchange[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit = {}) => {
    const { pathname } = new URL(url, 'http://test');
    const request: Exchange = {
      method: init.method ?? 'GET',
      path: pathname.replace('/api/v1', ''),
      body: typeof init.body === 'string' && init.body ? (JSON.parse(init.body) as unknown) : undefined,
      headers: new Headers(init.headers),
    };
    made.push(request);
    const known = answers[`${request.method} ${request.path}`];
    const answer =
      typeof known === 'function' ? known(request) : (known ?? { status: 404, body: { title: 'Not found' } });
    const text = answer.body === undefined ? null : JSON.stringify(answer.body);
    return Promise.resolve(new Response(text, { status: answer.status ?? 200 }));
  });
  return made;
}

/** Draws a screen as the house does: theme, fetched things, and a router that knows any address. */
export function draw(screen: ReactNode, address = '/') {
  const root = createRootRoute({ component: Outlet });
  const any = createRoute({ getParentRoute: () => root, path: '$', component: () => screen });
  const home = createRoute({ getParentRoute: () => root, path: '/', component: () => screen });
  const router = createRouter({
    routeTree: root.addChildren([home, any]),
    history: createMemoryHistory({ initialEntries: [address] }),
  });
  const client = createClient();
  client.setDefaultOptions({ queries: { retry: false, staleTime: 5_000 } });
  const Any = RouterProvider as unknown as (props: { router: unknown }) => ReactNode;
  return {
    client,
    router,
    ...render(
      <House client={client}>
        <Any router={router} />
      </House>,
    ),
  };
}

/** Fails when the page breaks a WCAG 2.2 A or AA rule that can be judged without looking (colours need a real browser). */
export async function expectAccessible(element: Element = document.body): Promise<void> {
  const { violations } = await axe.run(element, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
    rules: { 'color-contrast': { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
}
