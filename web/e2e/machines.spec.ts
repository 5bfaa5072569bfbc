import { expect, request, test, type APIRequestContext, type BrowserContext, type Page } from '@playwright/test';
import { expectAccessible, newPage, signIn, system } from './steps';

/* A machine gets a token, works with it, and is shut out again: one story in order, against a running system. */
test.describe.configure({ mode: 'serial' });

const name = `Gateway ${Date.now().toString(36)}`;
let page: Page;
let context: BrowserContext;
let machine: APIRequestContext | undefined;

test.beforeAll(async ({ browser }) => {
  test.skip(!system.adminPassword, 'needs ADMIN_PASSWORD; see e2e/README.md');
  ({ page, context } = await newPage(browser));
  await signIn(page, system.adminName, system.adminPassword);
});

test.afterAll(async () => {
  await machine?.dispose();
  await context?.close();
});

test('a token is made and shown once', async ({ baseURL }) => {
  await page.goto('/people');
  await page.getByRole('link', { name: 'Machines' }).click();
  await expect(page.getByRole('heading', { name: 'Machines', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Add machine' }).click();
  await page.getByLabel('Name of the machine').fill(name);
  await page.getByLabel('see alerts').check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make token' }).click();
  const secret = page.getByRole('dialog').locator('code').first();
  await expect(secret).toHaveText(/^vgl_[0-9a-z]{16}_[\w-]{43}$/);
  const token = (await secret.textContent()) ?? '';
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(secret).toBeVisible();
  await page.getByRole('button', { name: 'I have put it into the machine' }).click();
  await expect(page.getByText(token)).toHaveCount(0);
  machine = await request.newContext({
    ...(baseURL && { baseURL }),
    extraHTTPHeaders: { Authorization: `Bearer ${token}` },
  });
});

test('the machine reaches what it may and nothing else', async () => {
  expect((await machine?.get('/api/v1/alerts'))?.status()).toBe(200);
  expect((await machine?.get('/api/v1/people'))?.status()).toBe(403);
  expect((await machine?.get('/api/v1/cameras'))?.status()).toBe(403);
});

test('the list is searched and says when the machine was last there', async () => {
  await page.reload();
  await page.getByLabel('Search machines').fill(name.toUpperCase());
  const row = page.getByRole('row', { name: new RegExp(name) });
  await expect(row).toContainText('See alerts, write observations');
  await expect(row).toContainText('In force');
  await expect(row.locator('time').first()).toHaveText(/ago|now/);
  await expectAccessible(page);
  await page.getByLabel('Search machines').fill('no machine is called this');
  await expect(page.getByRole('heading', { name: 'No machine fits' })).toBeVisible();
  await page.getByLabel('Search machines').fill(name);
  await expect(row).toBeVisible();
});

test('a revoked machine is refused at once', async () => {
  await page.getByRole('button', { name: `Revoke the token of ${name}` }).click();
  const dialog = page.getByRole('dialog', { name: `Revoke the token of ${name}?` });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect((await machine?.get('/api/v1/alerts'))?.status()).toBe(200);
  await page.getByRole('button', { name: `Revoke the token of ${name}` }).click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText(`Revoked: ${name}`)).toBeVisible();
  const refused = await machine?.get('/api/v1/alerts');
  expect(refused?.status()).toBe(401);
  expect(await refused?.text()).toContain('revoked');
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('Revoked');
});

test('on a phone the list needs no scrolling sideways', async ({ browser }) => {
  const phone = await newPage(browser, { width: 390, height: 844 });
  await signIn(phone.page, system.adminName, system.adminPassword);
  await phone.page.goto('/people/machines');
  await expect(phone.page.getByText(name)).toBeVisible();
  const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(wide).toBe(false);
  await expectAccessible(phone.page);
  await phone.context.close();
});
