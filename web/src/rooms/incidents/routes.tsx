import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '../../app';

/** Addresses of this room. */
export const incidentRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/incidents',
    component: lazyRouteComponent(() => import('./IncidentsPage'), 'IncidentsPage'),
  }),
] as const;
