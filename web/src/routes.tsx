import { createRoute, createRouter, redirect } from '@tanstack/react-router';
import { rootRoute, shellRoute } from './app/frame';
import { ScreenCrash } from './app/mishaps';
import { LoadingState } from './app/StateView';
import { alertRoutes } from './rooms/alerts/routes';
import { auditRoutes } from './rooms/audit/routes';
import { cameraRoutes } from './rooms/cameras/routes';
import { dataRoutes } from './rooms/data/routes';
import { evidenceRoutes } from './rooms/evidence/routes';
import { footageRoutes } from './rooms/footage/routes';
import { healthRoutes } from './rooms/health/routes';
import { incidentRoutes } from './rooms/incidents/routes';
import { peopleRoutes } from './rooms/people/routes';
import { ruleRoutes } from './rooms/rules/routes';
import { sharedRoutes } from './rooms/shared/routes';
import { watchRoutes } from './rooms/watch/routes';

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/watch' });
  },
});

const routeTree = rootRoute.addChildren([
  homeRoute,
  ...sharedRoutes,
  shellRoute.addChildren([
    ...watchRoutes,
    ...alertRoutes,
    ...incidentRoutes,
    ...cameraRoutes,
    ...dataRoutes,
    ...evidenceRoutes,
    ...footageRoutes,
    ...healthRoutes,
    ...ruleRoutes,
    ...peopleRoutes,
    ...auditRoutes,
  ]),
]);

/** All addresses of the house. Each room tells its own in its `routes.tsx`. */
export function createHouseRouter() {
  return createRouter({
    routeTree,
    defaultPreload: 'intent',
    defaultPendingComponent: LoadingState,
    defaultErrorComponent: ScreenCrash,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createHouseRouter>;
  }
}
