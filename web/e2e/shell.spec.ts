import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

/* The frame around all screens, on a running system: BASE_URL, ADMIN_NAME, ADMIN_PASSWORD (see e2e/run). */
const name = process.env.ADMIN_NAME ?? '';
const password = process.env.ADMIN_PASSWORD ?? '';
test.skip(!name || !password, 'ADMIN_NAME and ADMIN_PASSWORD say who signs in');

async function signIn(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible({ timeout: 20_000 });
}

async function expectAccessible(page: Page): Promise<void> {
  const report = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
  expect(report.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
}

test('the wall shows live pictures with their age', async ({ page }) => {
  await signIn(page);
  await page.goto('/watch');
  const age = page.locator('.v-live[data-freshness="fresh"] .v-live-age').first();
  await expect(age).toHaveText(/\d ?(ms|s)$/, { timeout: 40_000 });
  await expectAccessible(page);
});

test('the map draws its streets, every screen has its title, and none complains to the console', async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    // Said by software rendering when a picture is read back; a graphics card never does.
    const ours = !message.text().includes('GPU stall due to ReadPixels');
    if (ours && ['error', 'warning'].includes(message.type())) complaints.push(`${page.url()}: ${message.text()}`);
  });
  await page.goto('/watch');
  await expect(page.locator('.v-map')).toHaveAttribute('data-ground', 'shown', { timeout: 60_000 });
  for (const [path, title] of [
    ['/watch', 'Watch'],
    ['/alerts', 'Alerts'],
    ['/alerts/precision', 'Precision of rules'],
    ['/incidents', 'Incidents'],
    ['/data', 'Data'],
    ['/rules', 'Rules'],
    ['/cameras', 'Cameras'],
    ['/cameras/new', 'Add camera'],
    ['/health', 'Health'],
    ['/people', 'People'],
    ['/people/machines', 'Machines'],
    ['/people/agencies', 'Agencies'],
    ['/people/places', 'Places'],
    ['/audit', 'Audit'],
  ] as const) {
    await page.goto(path);
    await expect(page).toHaveTitle(`${title} · Vigilia`);
    await expect(page.getByText('Loading…')).toHaveCount(0, { timeout: 20_000 });
  }
  expect(complaints).toEqual([]);
});

test('health says how every process and camera is, and is accessible in both themes', async ({ page }) => {
  await signIn(page);
  await page.goto('/health');
  await expect(page.getByRole('heading', { name: 'Processes' })).toBeVisible();
  await expectAccessible(page);
  await page.evaluate(() => localStorage.setItem('mantine-color-scheme-value', 'light'));
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Processes' })).toBeVisible();
  await expectAccessible(page);
});

test('keys find and open things without a mouse', async ({ page }) => {
  await signIn(page);
  await page.goto('/health');
  await expect(page.getByRole('heading', { name: 'Health', exact: true })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('incid');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/incidents/);
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: 'Keyboard keys' })).toBeVisible();
});

test('a phone has its navigation at the bottom', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page);
  const bar = await page.getByRole('navigation', { name: 'Main' }).boundingBox();
  expect(bar?.y).toBeGreaterThan(700);
  await page.getByText('Wall', { exact: true }).click();
  await expect(page.locator('.v-tile').first()).toBeVisible();
});
