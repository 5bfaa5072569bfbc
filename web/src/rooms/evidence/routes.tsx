import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '../../app';

/** Addresses of this room. */
export const evidenceRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/evidence',
    component: lazyRouteComponent(() => import('./CasesPage'), 'CasesPage'),
  }),
] as const;
