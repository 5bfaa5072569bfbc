import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '../../app';

/** Addresses of this room. */
export const healthRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/health',
    component: lazyRouteComponent(() => import('./HealthPage'), 'HealthPage'),
  }),
] as const;
