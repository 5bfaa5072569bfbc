import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { SystemHealth } from '../../api';
import { draw, expectAccessible, fakeApi } from '../../testing/fakes';
import { HealthPage } from './HealthPage';

const at = new Date().toISOString();
const health: SystemHealth = {
  status: 'DEGRADED',
  at,
  version: '1',
  processes: [
    { name: 'media', status: 'UP', since: at, restarts: 0, pid: 1, rssBytes: 210e6, cpuPercent: 2.2 },
    { name: 'stream', status: 'UP', since: at, restarts: 0, detail: 'facts are judged as they come' },
    { name: 'server', status: 'DEGRADED', since: at, restarts: 0, detail: 'DEGRADED' },
    { name: 'vision', status: 'DOWN', since: at, restarts: 3, detail: 'Ended with code 1; started again in 8 s' },
  ],
  cameras: [
    {
      id: 'a',
      name: 'Harbour',
      connection: { condition: 'OFFLINE', since: at, detail: 'Does not answer.' },
      picture: null,
      rates: null,
    },
    {
      id: 'b',
      name: 'Plaza',
      connection: { condition: 'GOOD', since: at, detail: '' },
      picture: { condition: 'GOOD', since: at, detail: '' },
      rates: {
        askedFps: 5,
        achievedFps: 3.1,
        droppedFrames: 7,
        delayMs: 480,
        widthPx: 768,
        heightPx: 432,
        codec: 'H264',
      },
    },
  ],
  queues: [{ name: 'facts', depth: 9, limit: 10, dropped: 0 }],
  disk: { freeBytes: 20e9, totalBytes: 100e9 },
};

it('says of each process, camera, queue and disk how it is, with units', async () => {
  fakeApi({ 'GET /health': { body: health } });
  draw(<HealthPage />);
  const vision = (await screen.findByText('vision')).closest('tr');
  expect(vision).toHaveTextContent('Down');
  expect(vision).toHaveTextContent('Ended with code 1; started again in 8 s');
  expect(screen.getByText('server').closest('tr')).toHaveTextContent('It does not say why');
  expect(screen.queryByText(/facts are judged/)).toBeNull();
  expect(screen.getByText('because of server, vision')).toBeVisible();
  expect(screen.getByText('media').closest('tr')).toHaveTextContent('210 MB');
  expect(screen.getByText('Harbour').closest('tr')).toHaveTextContent('Offline');
  const plaza = screen.getByText('Plaza').closest('tr');
  expect(plaza).toHaveTextContent('3.1 of 5.0 fps');
  expect(plaza).toHaveTextContent('480 ms');
  expect(plaza).toHaveTextContent('7 frames');
  expect(screen.getByText('9 of 10')).toBeVisible();
  expect(screen.getByText('20.0 GB free of 100 GB')).toBeVisible();
  expect(within(screen.getByRole('banner')).getByText('Works with limits')).toBeVisible();
  await expectAccessible();
});

it('says that the system does not answer', async () => {
  fakeApi({ 'GET /health': { status: 503, body: { title: 'The database is away', detail: 'Wait a moment.' } } });
  draw(<HealthPage />);
  expect(await screen.findByText('The database is away')).toBeVisible();
});
