import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { clickPicture, dragPicture, expectAccessible, expectLive, newPage, signIn, system } from './steps';

/*
 * The main job, from a camera's address to a closed incident, against a running system (README.md). One story told in
 * order: each test goes on where the one before it ended.
 */
test.describe.configure({ mode: 'serial', timeout: 150_000 });

const stamp = Date.now().toString(36);
const cameraName = `Journey ${stamp}`;
const operatorName = `operator-${stamp}`;
let page: Page;
let context: BrowserContext;
let cameraId = '';
let incidentUrl = '';
let operatorPassword = '';

test.beforeAll(async ({ browser }) => {
  test.skip(!system.cameraUrl || !system.adminPassword, 'needs ADMIN_PASSWORD and CAMERA_URL; see e2e/README.md');
  ({ page, context } = await newPage(browser));
  await signIn(page, system.adminName, system.adminPassword);
});

test.afterAll(async () => {
  // What the story added is taken away again, also when it broke off in the middle.
  if (cameraId) await page.request.delete(`/api/v1/cameras/${cameraId}`, { headers: await csrf() });
  await context?.close();
});

async function csrf(): Promise<Record<string, string>> {
  const token = (await context.cookies()).find((cookie) => cookie.name === 'XSRF-TOKEN')?.value ?? '';
  return { 'X-XSRF-TOKEN': decodeURIComponent(token) };
}

test('an address with a wrong host is refused with a reason, and nothing is saved', async () => {
  await page.goto('/cameras/new');
  await page.getByLabel('Address of the stream').fill('rtsp://127.0.0.1:9/bad-address');
  await page.getByRole('button', { name: 'Test connection' }).click();
  const result = page.getByRole('status').filter({ hasText: /.{8,}/ }).last();
  await expect(result).toBeVisible({ timeout: 40_000 });
  await expect(page.getByAltText('Picture from the camera, just taken')).toHaveCount(0);
});

test('a camera is tested with a picture, then added', async () => {
  await page.goto('/cameras/new');
  await page.getByLabel('Address of the stream').fill(system.cameraUrl);
  await page.getByLabel('User name').fill(system.cameraUser);
  await page.getByLabel('Password', { exact: true }).fill(system.cameraPassword);
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByAltText('Picture from the camera, just taken')).toBeVisible({ timeout: 40_000 });
  await expect(page.getByText(/^Connected/)).toBeVisible();
  await page.getByRole('textbox', { name: /^Name/ }).fill(cameraName);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save and draw zones' }).click();
  await expect(page).toHaveURL(/\/cameras\/[^/]+\/scene/);
  cameraId = /\/cameras\/([^/]+)\/scene/.exec(page.url())?.[1] ?? '';
  expect(cameraId).not.toBe('');
});

test('a zone and a lane are drawn, and a shape that crosses itself cannot be saved', async () => {
  await expect(page.getByText('Teach this camera what matters')).toBeVisible();
  await page.keyboard.press('z');
  for (const [x, y] of [
    [0.2, 0.3],
    [0.7, 0.7],
    [0.7, 0.35],
    [0.25, 0.75],
  ] as const) {
    await clickPicture(page, x, y);
  }
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Edge 1 crosses edge 3/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Teach this camera what matters')).toBeVisible();

  await page.keyboard.press('z');
  await dragPicture(page, [0.02, 0.1], [0.97, 0.97]);
  await expect(page.getByRole('button', { name: /^Zone 1/ })).toBeVisible();
  await page.keyboard.press('n');
  await dragPicture(page, [0.3, 0.3], [0.6, 0.9]);
  await expect(page.getByRole('button', { name: /^Lane 1/ })).toBeVisible();
  await page.getByRole('button', { name: 'Turn round' }).click();
});

test('a corner moves by keyboard', async () => {
  const corner = page.getByRole('button', { name: /^Corner 1 of Lane 1/ });
  const before = await corner.getAttribute('aria-label');
  await corner.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByRole('button', { name: /^Corner 1 of Lane 1/ })).not.toHaveAttribute(
    'aria-label',
    before ?? '',
  );
});

test('a rule is chosen for the zone and saved', async () => {
  await page.getByRole('button', { name: /^Zone 1/ }).click();
  await page.getByRole('button', { name: 'Add rule for Zone 1' }).click();
  await page.getByRole('menuitem', { name: /Intrusion/ }).click();
  await expect(page.getByLabel('How long it must be inside')).toHaveValue(/1/);
  await page.getByRole('combobox', { name: 'Severity' }).click();
  await page.getByRole('option', { name: 'Critical' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved. It is in force within two seconds.')).toBeVisible({ timeout: 20_000 });
  await page.reload();
  await expect(page.getByRole('button', { name: /^Zone 1/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Lane 1/ })).toBeVisible();
});

test('the live picture is there, and not older than two seconds', async () => {
  await page.goto(`/cameras/${cameraId}`);
  await expectLive(page.getByRole('group', { name: `Live picture of ${cameraName}` }));
  await expectAccessible(page);
});

test('the alert comes into the queue with its snapshot', async () => {
  await page.goto(`/alerts?camera=${cameraId}`);
  const first = page.getByRole('list', { name: 'Alerts, newest first' }).getByRole('button').first();
  await expect(first).toBeVisible({ timeout: 120_000 });
  await expect(first).toContainText('Intrusion');
  await page.keyboard.press('j');
  const snapshot = page.getByAltText(/^Snapshot: /);
  await expect(snapshot).toBeVisible();
  await expect
    .poll(() => snapshot.evaluate((img: HTMLImageElement) => img.naturalWidth), { timeout: 15_000 })
    .toBeGreaterThan(100);
  await expectLive(page.getByRole('group', { name: `Live picture of ${cameraName}` }));
  await expectAccessible(page);
});

test('it is acknowledged, taken back, and an incident is opened from it, all by keys', async () => {
  const detail = page.getByRole('region', { name: 'Selected alert' });
  const alert = new URL(page.url()).searchParams.get('alert')?.replaceAll('"', '') ?? '';
  await page.keyboard.press('a');
  await expect(page.getByText(`Acknowledged: ${cameraName}`).first()).toBeVisible();
  await expect
    .poll(async () => ((await (await page.request.get(`/api/v1/alerts/${alert}`)).json()) as { state: string }).state)
    .toBe('ACKNOWLEDGED');
  await page.keyboard.press('z');
  await expect
    .poll(async () => ((await (await page.request.get(`/api/v1/alerts/${alert}`)).json()) as { state: string }).state)
    .toBe('NEW');
  await expect(detail.getByRole('button', { name: /Acknowledge/ })).toBeVisible();
  await page.keyboard.press('i');
  const choose = page.getByRole('region', { name: 'Open an incident, or add to one close by' });
  await expect(choose.or(page.getByRole('heading', { name: /^Incident / }).first())).toBeVisible();
  if (await choose.isVisible()) await page.keyboard.press('i');
  await expect(page).toHaveURL(/\/incidents\/[^/]+$/);
  incidentUrl = new URL(page.url()).pathname;
});

test('the incident is worked: priority, assignee, note, close, with a timeline of it all', async () => {
  await expect(page.getByRole('button', { name: /Close incident/ })).toBeVisible();
  await page.keyboard.press('2');
  await expect(page.getByText('Priority is now P2 Next')).toBeVisible();
  await page.keyboard.press('t');
  await expect(page.getByRole('button', { name: /Take it/ })).toHaveCount(0);
  await page.keyboard.press('n');
  await page.keyboard.type('Patrol is on its way');
  await page.keyboard.press('Enter');
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await expect(timeline.getByText('Patrol is on its way')).toBeVisible();
  await expect(page.getByAltText(/^Snapshot: /).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Note').first().blur();
  await page.keyboard.press('c');
  await expect(page.getByRole('region', { name: 'How did it end?' })).toBeVisible();
  await page.keyboard.press('1');
  await expect(page.getByText('Closed: Resolved')).toBeVisible();
  await expect(page.getByRole('button', { name: /Reopen/ })).toBeVisible();
  await expect(timeline.getByText('closed', { exact: false }).first()).toBeVisible();
});

test('every page is accessible', async () => {
  test.setTimeout(400_000);
  for (const path of [
    '/watch',
    '/alerts?state=ALL',
    '/alerts/precision',
    '/incidents?state=ALL',
    incidentUrl,
    '/cameras',
    `/cameras/${cameraId}/edit`,
    `/cameras/${cameraId}/scene`,
    '/health',
    '/people',
    '/people/machines',
    '/people/agencies',
    '/people/places',
    '/audit',
  ]) {
    await test.step(path, async () => {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByText('Loading…')).toHaveCount(0, { timeout: 20_000 });
      await expectAccessible(page);
    });
  }
});

test('an operator account is made, with a password shown once', async () => {
  await page.goto('/people');
  await page.getByRole('button', { name: 'Add person' }).click();
  await page.getByRole('textbox', { name: /^Name/ }).fill('Journey Operator');
  await page.getByLabel('User name').fill(operatorName);
  await page.getByRole('button', { name: 'Create account' }).click();
  const secret = page.getByRole('dialog').locator('code');
  await expect(secret).toHaveText(/\S{6,}/);
  operatorPassword = (await secret.textContent()) ?? '';
  await page.getByRole('button', { name: 'I have passed it on' }).click();
  await expect(page.getByText(operatorPassword)).toHaveCount(0);
});

test('the operator works alerts but reaches neither people, cameras nor the audit', async ({ browser }) => {
  const own = await newPage(browser);
  await signIn(own.page, operatorName, operatorPassword);
  for (const path of ['/people', '/people/machines', '/people/places', '/audit']) {
    await own.page.goto(path);
    await expect(own.page.getByRole('heading', { name: 'You may not see this' })).toBeVisible();
  }
  expect((await own.page.request.get('/api/v1/audit')).status()).toBe(403);
  const token = (await own.context.cookies()).find((cookie) => cookie.name === 'XSRF-TOKEN')?.value ?? '';
  const refused = await own.page.request.delete(`/api/v1/cameras/${cameraId}`, {
    headers: { 'X-XSRF-TOKEN': decodeURIComponent(token) },
  });
  expect(refused.status()).toBe(403);
  await own.page.goto('/cameras');
  await expect(own.page.getByRole('link', { name: cameraName })).toBeVisible();
  await expect(own.page.getByRole('link', { name: 'Add camera' })).toHaveCount(0);
  await own.context.close();
});

test('on a phone: the queue, one alert with its buttons, and back', async ({ browser }) => {
  const phone = await newPage(browser, { width: 390, height: 844 });
  await signIn(phone.page, operatorName, operatorPassword);
  await phone.page.goto('/alerts?state=ALL');
  const first = phone.page.getByRole('list', { name: 'Alerts, newest first' }).getByRole('button').first();
  await expect(first).toBeVisible({ timeout: 60_000 });
  await expectAccessible(phone.page);
  await first.tap();
  const back = phone.page.getByRole('button', { name: 'Back to the list' });
  await expect(back).toBeVisible();
  await expect(phone.page.getByRole('list', { name: 'Alerts, newest first' })).toBeHidden();
  const box = await back.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(wide).toBe(false);
  await expectAccessible(phone.page);
  await back.tap();
  await expect(first).toBeVisible();
  await phone.context.close();
});

test('a camera is deleted and the deletion undone', async () => {
  await page.goto(`/cameras/${cameraId}`);
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(`Deleted: ${cameraName}`)).toBeVisible();
  await expect(page.getByRole('link', { name: cameraName })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: cameraName })).toBeVisible();
});
