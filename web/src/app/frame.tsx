import { createRootRoute, createRoute, Outlet } from '@tanstack/react-router';
import { Gate } from './Gate';
import { NotFound, ScreenCrash } from './mishaps';
import { Shell } from './Shell';

/** The root of all addresses. */
export const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

/** The frame around every screen of a signed-in person; rooms hang their routes here. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: () => (
    <Gate>
      <Shell />
    </Gate>
  ),
  notFoundComponent: NotFound,
  errorComponent: ScreenCrash,
});
