import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '../../app';

/** Addresses of this room. */
export const ruleRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/rules',
    component: lazyRouteComponent(() => import('./RulesPage'), 'RulesPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/rules/new',
    component: lazyRouteComponent(() => import('./RulePage'), 'RulePage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/rules/$ruleId',
    component: lazyRouteComponent(() => import('./RulePage'), 'RulePage'),
  }),
];
