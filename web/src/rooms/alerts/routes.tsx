import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { shellRoute } from '../../app';

/** Addresses of this room. */
export const alertRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/alerts',
    component: lazyRouteComponent(() => import('./AlertsPage'), 'AlertsPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/alerts/precision',
    component: lazyRouteComponent(() => import('./PrecisionPage'), 'PrecisionPage'),
  }),
  /** The one link of an alert: shows it in the queue. */
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/alerts/$alertId',
    beforeLoad: ({ params }) => {
      throw redirect({ to: '/alerts', search: { state: 'ALL', alert: params.alertId } as never, replace: true });
    },
  }),
] as const;
