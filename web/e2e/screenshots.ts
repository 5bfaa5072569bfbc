import { expect, test, type Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { newPage, signIn, system } from './steps';

/*
 * Makes the pictures of the guide from a running demo: `npm run screenshots` (README.md). Each is taken only when the
 * live tiles on it show a picture.
 */
const folder = new URL('../../docs/guide/', import.meta.url).pathname;

async function shoot(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled' });
}

/** Waits until at least one tile is live and no other still waits for its first picture. */
async function tilesShow(page: Page): Promise<void> {
  await expect(page.locator('.v-live[data-freshness="fresh"]').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('.v-live:not([data-freshness]), .v-live[data-freshness="waiting"]')).toHaveCount(0, {
    timeout: 60_000,
  });
}

/** Waits until streets and water are drawn and all cameras stand on them. */
async function mapShows(page: Page): Promise<void> {
  await expect(page.locator('.v-map').first()).toHaveAttribute('data-ground', 'shown', { timeout: 60_000 });
}

/** Waits until the town has something to tell: three alerts, one of them not seen yet. */
async function alertsCame(page: Page): Promise<void> {
  const strip = page.getByRole('region', { name: 'Latest alerts' }).locator('li button');
  await expect.poll(() => strip.count(), { timeout: 180_000 }).toBeGreaterThanOrEqual(3);
  await expect(strip.and(page.locator('[data-new]')).first()).toBeVisible({ timeout: 60_000 });
}

async function ready(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('Loading…')).toHaveCount(0, { timeout: 30_000 });
}

async function openAlert(page: Page): Promise<void> {
  await page.goto('/alerts?state=ALL');
  const rows = page.getByRole('list', { name: 'Alerts, newest first' }).getByRole('button');
  await expect(rows.first()).toBeVisible({ timeout: 120_000 });
  // One with an object in it tells more than a camera's trouble.
  const telling = rows.filter({ hasText: /Wrong way|Intrusion|Loitering|Crowd|Stopped/ });
  const unseen = telling.filter({ hasText: 'New' });
  const best = (await unseen.count()) > 0 ? unseen : (await telling.count()) > 0 ? telling : rows;
  await best.first().click();
}

test('pictures of the guide', async ({ browser }) => {
  test.setTimeout(600_000);
  mkdirSync(folder, { recursive: true });
  const { page, context } = await newPage(browser);
  await signIn(page, system.adminName, system.adminPassword);

  await page.goto('/watch');
  await ready(page);
  await alertsCame(page);
  await tilesShow(page);
  await mapShows(page);
  await shoot(page, 'watch');

  await openAlert(page);
  const snapshot = page.getByAltText(/^Snapshot: /);
  await expect(snapshot.or(page.getByText('No snapshot was stored'))).toBeVisible();
  await tilesShow(page);
  await shoot(page, 'alerts');

  await page.goto('/incidents?state=ALL');
  await ready(page);
  if ((await page.locator('td a').count()) === 0) {
    await openAlert(page);
    await page.keyboard.press('i');
    const choose = page.getByRole('region', { name: 'Open an incident, or add to one close by' });
    await expect(choose.or(page.getByRole('button', { name: /Close incident/ }))).toBeVisible();
    if (await choose.isVisible()) await page.keyboard.press('i');
  } else await page.locator('td a').first().click();
  await expect(page).toHaveURL(/\/incidents\/[^/]+$/);
  await tilesShow(page);
  await mapShows(page);
  await shoot(page, 'incident');

  await page.goto('/cameras');
  await ready(page);
  await expect(page.locator('td a').first()).toBeVisible();
  await shoot(page, 'cameras');

  await page.locator('td a').filter({ hasText: 'Zones and rules' }).first().click();
  const still = page.getByAltText('Picture to draw on');
  await expect
    .poll(() => still.evaluate((img: HTMLImageElement) => img.naturalWidth), { timeout: 30_000 })
    .toBeGreaterThan(0);
  await page.locator('.v-partitem-head').first().click();
  await shoot(page, 'scene-editor');

  await page.goto('/health');
  await ready(page);
  await shoot(page, 'health');

  // The same in the light of an office.
  await page.getByRole('button', { name: /^Your account/ }).click();
  await page.getByRole('menuitem', { name: 'Light (office)' }).click();
  await page.goto('/watch');
  await tilesShow(page);
  await mapShows(page);
  await shoot(page, 'watch-light');
  await context.close();

  const phone = await newPage(browser, { width: 390, height: 844 });
  await signIn(phone.page, system.adminName, system.adminPassword);
  await openAlert(phone.page);
  await expect(phone.page.getByRole('button', { name: 'Back to the list' })).toBeVisible();
  await tilesShow(phone.page);
  await shoot(phone.page, 'alerts-phone');
  await phone.context.close();
});
