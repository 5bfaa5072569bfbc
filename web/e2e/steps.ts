import AxeBuilder from '@axe-core/playwright';
import { expect, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test';

/** What the system under test is; see README.md beside this file. */
export const system = {
  adminName: process.env.ADMIN_NAME ?? 'admin',
  adminPassword: process.env.ADMIN_PASSWORD ?? '',
  cameraUrl: process.env.CAMERA_URL ?? '',
  cameraUser: process.env.CAMERA_USER ?? '',
  cameraPassword: process.env.CAMERA_PASSWORD ?? '',
};

/** Chosen when a password for one time only must be changed. */
const OWN_PASSWORD = 'seven quiet boats at noon';

export async function newPage(
  browser: Browser,
  viewport = { width: 1366, height: 768 },
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ viewport, hasTouch: viewport.width < 700 });
  const page = await context.newPage();
  return { page, context };
}

/** Signs in; chooses an own password where the first one was for one time only, and signs in with it ever after. */
export async function signIn(page: Page, name: string, password: string): Promise<void> {
  await page.goto('/');
  for (const word of [password, OWN_PASSWORD]) {
    await page.getByLabel('User name').fill(name);
    await page.getByLabel('Password', { exact: true }).fill(word);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const inside = page.getByRole('navigation', { name: 'Main' });
    const mustChange = page.getByRole('heading', { name: 'Choose your own password' });
    const refused = page.getByRole('alert');
    await expect(inside.or(mustChange).or(refused).first()).toBeVisible({ timeout: 30_000 });
    if (await mustChange.isVisible()) {
      await page.getByLabel('Current password').fill(word);
      await page.getByLabel('New password', { exact: true }).fill(OWN_PASSWORD);
      await page.getByLabel('New password again').fill(OWN_PASSWORD);
      await page.getByRole('button', { name: 'Save password' }).click();
      await expect(inside).toBeVisible({ timeout: 30_000 });
      return;
    }
    if (await inside.isVisible()) return;
  }
  throw new Error(`nobody could sign in as ${name}`);
}

/** No violation of WCAG 2.2 A or AA that axe can find. The map's canvas is left out: the lists say the same in words. */
export async function expectAccessible(page: Page): Promise<void> {
  const report = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .exclude('.maplibregl-map')
    .analyze();
  const found = report.violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
  );
  expect(found).toEqual([]);
}

/** The live picture of a tile moves on and is not older than two seconds; and it shows something. */
export async function expectLive(tile: Locator, timeout = 45_000): Promise<void> {
  await expect(tile).toHaveAttribute('data-freshness', 'fresh', { timeout });
  await expect
    .poll(() => brightnessSpread(tile), { timeout: 20_000, message: 'the picture is not blank' })
    .toBeGreaterThan(8);
}

/** How much the brightness of the shown picture differs from place to place, 0 for a blank one. */
async function brightnessSpread(tile: Locator): Promise<number> {
  return tile.evaluate((element) => {
    const source = element.querySelector<HTMLCanvasElement | HTMLVideoElement>('canvas, video');
    if (!source) return 0;
    const copy = document.createElement('canvas');
    copy.width = 64;
    copy.height = 36;
    const context = copy.getContext('2d');
    if (!context) return 0;
    try {
      context.drawImage(source, 0, 0, 64, 36);
    } catch {
      return 0;
    }
    const { data } = context.getImageData(0, 0, 64, 36);
    const values: number[] = [];
    for (let i = 0; i < data.length; i += 4) {
      values.push(((data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + 2] ?? 0)) / 3);
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  });
}

/** Clicks a place of the picture that is drawn on, in fractions of its width and height. */
export async function clickPicture(page: Page, x: number, y: number): Promise<void> {
  const box = await page.getByRole('application').boundingBox();
  if (!box) throw new Error('no picture to draw on');
  await page.mouse.click(box.x + x * box.width, box.y + y * box.height);
}

export async function dragPicture(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  const box = await page.getByRole('application').boundingBox();
  if (!box) throw new Error('no picture to draw on');
  await page.mouse.move(box.x + from[0] * box.width, box.y + from[1] * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + to[0] * box.width, box.y + to[1] * box.height, { steps: 6 });
  await page.mouse.up();
}
