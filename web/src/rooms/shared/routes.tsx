import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app';

/** The address of people outside: beside the shell, for nobody signs in there. */
export const sharedRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/shared',
    component: lazyRouteComponent(() => import('./SharedPage'), 'SharedPage'),
  }),
] as const;
