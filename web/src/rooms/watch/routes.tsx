import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '../../app';

/** Addresses of this room. */
export const watchRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/watch',
    component: lazyRouteComponent(() => import('./WatchPage'), 'WatchPage'),
  }),
] as const;
