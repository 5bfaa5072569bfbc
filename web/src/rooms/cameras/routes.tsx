import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '../../app';

/** Addresses of this room. */
export const cameraRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/cameras',
    component: lazyRouteComponent(() => import('./CamerasPage'), 'CamerasPage'),
  }),
] as const;
