import { expect, test } from '@playwright/test';
import { newPage, signIn, system } from './steps';

/*
 * Ten thousand sensors that all move once a second, on the city's map. What is counted are frames in which the GPU was
 * told to draw all of them, not turns of the browser's clock. The rate is told, against the 30 that a screen needs; it
 * is judged only where FRAMES says what this machine must reach, for the GPU of a test machine is its processor.
 */
const SENSORS = 10_000;
const GOAL_FPS = 30;
const MUST_FPS = Number(process.env.FRAMES ?? 0);
const SECONDS = 6;
const KINDS = ['AIR_QUALITY', 'ODOUR', 'SMOKE', 'WEATHER', 'SOUND', 'TRAFFIC', 'WASTE', 'WATER', 'DOOR', 'PEOPLE'];

test('ten thousand moving sensors are drawn, again and again', async ({ browser }) => {
  test.setTimeout(180_000);
  const { page, context } = await newPage(browser);
  await page.addInitScript(() => {
    const frames: number[] = [];
    Object.assign(window, { frames });
    let marked = false;
    const prototype = WebGL2RenderingContext.prototype;
    const count = (instances: number) => {
      if (instances < 10_000 || marked) return;
      marked = true;
      frames.push(performance.now());
      requestAnimationFrame(() => (marked = false));
    };
    const { drawArrays, drawArraysInstanced, drawElementsInstanced } = prototype;
    prototype.drawArrays = function (...of) {
      count(of[2]);
      drawArrays.apply(this, of);
    };
    prototype.drawArraysInstanced = function (...of) {
      count(of[3]);
      drawArraysInstanced.apply(this, of);
    };
    prototype.drawElementsInstanced = function (...of) {
      count(of[4]);
      drawElementsInstanced.apply(this, of);
    };
  });
  await signIn(page, system.adminName, system.adminPassword);
  const map = (await (await page.request.get('/api/v1/map')).json()) as {
    centre: { latitude: number; longitude: number };
  };
  let turn = 0;
  const items = () => {
    turn++;
    return Array.from({ length: SENSORS }, (_each, i) => ({
      id: `s${i}`,
      name: `Sensor ${i}`,
      kind: KINDS[i % KINDS.length],
      location: {
        latitude: map.centre.latitude + (((i * 7919) % 1000) / 1000 - 0.5) * 0.012 + 0.0001 * Math.sin(turn + i),
        longitude: map.centre.longitude + (((i * 104_729) % 1000) / 1000 - 0.5) * 0.024 + 0.0001 * Math.cos(turn + i),
      },
      state: i % 50 === 3 ? 'SILENT' : 'OK',
      datastream: i + 1,
      quantity: 'PM25',
      value: (i + turn) % 90,
      text: null,
      time: new Date().toISOString(),
    }));
  };
  const answer = (more: object) => ({ at: new Date().toISOString(), cursor: String(turn), items: items(), ...more });
  await page.route('**/api/v1/sensing/markers', (route) => route.fulfill({ json: answer({}) }));
  await page.route('**/api/v1/sensing/markers/changes*', (route) =>
    route.fulfill({ json: answer({ removed: [], reload: false }) }),
  );
  await page.goto('/data');
  const drawn = () => page.evaluate(() => (window as unknown as { frames: number[] }).frames.length);
  await expect.poll(drawn, { timeout: 60_000, message: 'all sensors are drawn' }).toBeGreaterThan(5);
  // The best of three stretches: the first may still load code.
  const rates: number[] = [];
  for (let i = 0; i < 3 && Math.max(0, ...rates) < GOAL_FPS; i++) {
    const before = await drawn();
    const start = Date.now();
    await expect.poll(() => Date.now() - start, { intervals: [250], timeout: 60_000 }).toBeGreaterThan(SECONDS * 1000);
    rates.push(((await drawn()) - before) / ((Date.now() - start) / 1000));
  }
  console.log(
    `sensors drawn: ${SENSORS}, frames a second: ${rates.map((rate) => rate.toFixed(1)).join(', ')} (goal ${GOAL_FPS})`,
  );
  expect(Math.max(...rates)).toBeGreaterThan(MUST_FPS);
  await context.close();
});
