import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '../../app';

/** Addresses of this room. */
export const dataRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/data',
    component: lazyRouteComponent(() => import('./DataPage'), 'DataPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/data/new',
    component: lazyRouteComponent(() => import('./OnboardPage'), 'OnboardPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/data/many',
    component: lazyRouteComponent(() => import('./ManyPage'), 'ManyPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/data/upload',
    component: lazyRouteComponent(() => import('./UploadPage'), 'UploadPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/data/refused',
    component: lazyRouteComponent(() => import('./RefusedPage'), 'RefusedPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/data/sensors/$deviceId',
    component: lazyRouteComponent(() => import('./SensorPage'), 'SensorPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/data/sensors/$deviceId/edit',
    component: lazyRouteComponent(() => import('./SensorEditPage'), 'SensorEditPage'),
  }),
];
