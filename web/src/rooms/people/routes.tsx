import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '../../app';

/** Addresses of this room. */
export const peopleRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/people',
    component: lazyRouteComponent(() => import('./PeoplePage'), 'PeoplePage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/people/machines',
    component: lazyRouteComponent(() => import('./MachinesPage'), 'MachinesPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/people/agencies',
    component: lazyRouteComponent(() => import('./AgenciesPage'), 'AgenciesPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/people/places',
    component: lazyRouteComponent(() => import('./PlacesPage'), 'PlacesPage'),
  }),
] as const;
