import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '../../app';

/** Addresses of this room. */
export const cameraRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/cameras',
    component: lazyRouteComponent(() => import('./CamerasPage'), 'CamerasPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/cameras/new',
    component: lazyRouteComponent(() => import('./CameraEditPage'), 'NewCameraPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/cameras/$cameraId',
    component: lazyRouteComponent(() => import('./CameraPage'), 'CameraPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/cameras/$cameraId/edit',
    component: lazyRouteComponent(() => import('./CameraEditPage'), 'EditCameraPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/cameras/$cameraId/scene',
    component: lazyRouteComponent(() => import('./scene/ScenePage'), 'ScenePage'),
  }),
] as const;
