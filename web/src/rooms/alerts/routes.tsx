import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '../../app';

/** Addresses of this room. */
export const alertRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/alerts',
    component: lazyRouteComponent(() => import('./AlertsPage'), 'AlertsPage'),
  }),
] as const;
