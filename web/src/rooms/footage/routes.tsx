import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '../../app';

/** Addresses of this room. */
export const footageRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/footage',
    component: lazyRouteComponent(() => import('./FootagePage'), 'FootagePage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/footage/completeness',
    component: lazyRouteComponent(() => import('./LedgerPage'), 'LedgerPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/footage/holds',
    component: lazyRouteComponent(() => import('./HoldsPage'), 'HoldsPage'),
  }),
] as const;
