import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app/app.css';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from '@tanstack/react-router';
import { House } from './app/House';
import { createHouseRouter } from './routes';

const router = createHouseRouter();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <House>
      <RouterProvider router={router} />
    </House>,
  );
}
