import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '../../app';

/** Addresses of this room. */
export const evidenceRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/evidence',
    component: lazyRouteComponent(() => import('./CasesPage'), 'CasesPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/evidence/$caseId',
    component: lazyRouteComponent(() => import('./CasePage'), 'CasePage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/evidence/exhibits/$exhibitId',
    component: lazyRouteComponent(() => import('./ExhibitPage'), 'ExhibitPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/evidence/exhibits/$exhibitId/redact',
    component: lazyRouteComponent(() => import('./redact/RedactPage'), 'RedactPage'),
  }),
] as const;
