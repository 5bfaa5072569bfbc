import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

/** Needs a running system: BASE_URL. Adds nothing to it. */
test('the sign-in is what a stranger sees first, and it is accessible', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  const report = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
  expect(report.violations).toEqual([]);
});

test('a wrong password says so and signs nobody in', async ({ page }) => {
  await page.goto('/');
  await page.getByLabel('User name').fill('nobody');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});
