import { expect, test, type Page } from '@playwright/test';
import { expectAccessible, newPage, signIn, system } from './steps';

/*
 * From a device that nobody knows to an alert: a sensor is added from one pasted message, a rule is built without code,
 * tried on what was measured, switched on, and seen to fire.
 */
const id = `e2e-odour-${Date.now().toString(36)}`;
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** Sends values as a machine would, over the interface. */
async function send(page: Page, values: { minutes: number; value: number }[]): Promise<void> {
  const body = values.map(({ minutes, value }) => ({ device: id, channel: 'odour', time: ago(minutes), value }));
  const answer = await page.evaluate(async (items) => {
    const token = /(?:^|;\s*)XSRF-TOKEN=([^;]+)/.exec(document.cookie)?.[1] ?? '';
    const response = await fetch('/api/v1/sensing/observations', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-XSRF-TOKEN': decodeURIComponent(token) },
      body: JSON.stringify(items),
    });
    return { status: response.status, text: await response.text() };
  }, body);
  expect(answer.status, answer.text).toBe(200);
  expect(JSON.parse(answer.text)).toMatchObject({ stored: values.length });
}

test('a sensor is added from a pasted message, and a rule over it tried, switched on, and seen to fire', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const { page, context } = await newPage(browser);
  await signIn(page, system.adminName, system.adminPassword);

  await test.step('a message is pasted and read', async () => {
    await page.goto('/data');
    await page.getByRole('link', { name: 'Add a sensor' }).first().click();
    await page.getByLabel('One message as the device sends it').fill('this is no message');
    await expect(page.getByRole('status').filter({ hasText: 'JSON' })).toBeVisible();
    await page
      .getByLabel('One message as the device sends it')
      .fill('{"time":"2026-11-25T10:00:00Z","odour":1.2,"temperature":12.4,"mode":"eco"}');
    await expect(page.getByText(/^Read as .*: 3 channels\.$/)).toBeVisible();
    await expect(page.getByRole('combobox', { name: 'What odour measures' })).toHaveValue('Odour intensity');
    await expect(page.getByRole('combobox', { name: 'What temperature measures' })).toHaveValue('Air temperature');
    await expect(page.getByRole('checkbox', { name: 'Take mode' })).not.toBeChecked();
    await expect(page.getByRole('button', { name: 'Add this sensor' })).toBeDisabled();
    await expectAccessible(page);
  });

  await test.step('it is placed on the map and added; its password is told once', async () => {
    await page.getByLabel('Device id').fill(id);
    await page.getByLabel('Name', { exact: true }).fill('Harbour nose');
    await expect(page.getByRole('combobox', { name: 'Kind', exact: true })).toHaveValue('Odour');
    await expect(page.locator('.v-map[data-ground="shown"], .v-map[data-ground="none"]')).toBeVisible();
    await page
      .locator('.v-onboard-map canvas')
      .first()
      .click({ position: { x: 120, y: 120 } });
    await expect(page.getByLabel('Latitude')).not.toHaveValue('');
    await page.getByRole('button', { name: 'Add this sensor' }).click();
    await expect(page.getByRole('heading', { name: 'Harbour nose is added' })).toBeVisible();
    await expect(page.getByText(/^mosquitto_pub .*-u '?e2e-odour/)).toBeVisible();
    await expect(page.getByText('Waiting for the first value…')).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('its first values come', async () => {
    await send(
      page,
      [300, 240, 180, 120, 110, 100, 60, 30, 10].map((minutes) => ({
        minutes,
        // Once, two hours ago, it smelt for twenty minutes.
        value: minutes >= 100 && minutes <= 120 ? 4.5 : 1.1,
      })),
    );
    await expect(page.getByText('The first values have come.')).toBeVisible({ timeout: 30_000 });
    await page.getByRole('link', { name: 'Open its page' }).click();
    await expect(page.getByRole('heading', { name: 'Harbour nose' })).toBeVisible();
    await expect(page.getByRole('img', { name: /highest 4\.5/ })).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page);
  });

  const ruleName = `Smell ${id}`;
  await test.step('a rule is built without code and tried on what was measured', async () => {
    await page.getByRole('link', { name: 'Make a rule' }).click();
    await expect(page.getByText(/^Fits one sensor now/)).toBeVisible();
    await page.getByLabel('Limit', { exact: true }).fill('3');
    await page.getByLabel('It must last', { exact: true }).fill('0');
    await expect(page.getByText(/above 3$/)).toBeVisible();
    await page.getByRole('region', { name: 'Try it on stored values' }).getByText('day', { exact: true }).click();
    await page.getByRole('button', { name: 'Try it' }).click();
    await expect(page.getByRole('heading', { name: 'It would have spoken once' })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('list', { name: 'Each time' }).getByRole('listitem')).toHaveCount(1);
    await expectAccessible(page);
  });

  await test.step('it is switched on', async () => {
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(ruleName);
    await page.getByLabel('What the operator should do').fill('Look at the nearest camera.');
    await page.getByRole('button', { name: 'Save and switch on' }).click();
    await expect(page.getByRole('heading', { name: ruleName })).toBeVisible();
    await page.goto('/rules');
    await page.getByRole('searchbox', { name: 'Search rules' }).fill(id);
    await expect(page.getByRole('switch', { name: `Switch ${ruleName} on` })).toBeChecked();
    await expectAccessible(page);
  });

  await test.step('it fires, and the alert says what made it and what to do', async () => {
    // A rule is live within two seconds of being switched on; a value is sent until it has spoken.
    await page.goto('/alerts?state=ALL');
    const alert = page.getByRole('list', { name: 'Alerts' }).getByRole('button').filter({ hasText: 'Harbour nose' });
    await expect
      .poll(
        async () => {
          await send(page, [{ minutes: 0, value: 5.2 }]);
          return alert.count();
        },
        { timeout: 120_000, intervals: [2_000] },
      )
      .toBeGreaterThan(0);
    await alert.first().click();
    await expect(page.getByText('Look at the nearest camera.')).toBeVisible();
    await expect(page.getByRole('region', { name: 'What the sensors told' }).getByRole('link').first()).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('everything is found by its name', async () => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find anything' }).fill(id);
    await expect(page.getByRole('option', { name: /Harbour nose/ }).first()).toBeVisible();
    await expect(page.getByRole('option', { name: new RegExp(ruleName) })).toBeVisible();
    await page.keyboard.press('Escape');
  });
  await context.close();
});

test('sensors and rules are usable on a phone', async ({ browser }) => {
  test.setTimeout(120_000);
  const { page, context } = await newPage(browser, { width: 390, height: 844 });
  await signIn(page, system.adminName, system.adminPassword);
  for (const [address, heading] of [
    ['/data', 'Data'],
    ['/data/new', 'Add a sensor'],
    ['/data/many', 'Add many sensors'],
    ['/data/upload', 'Upload values'],
    ['/data/refused', 'Refused messages'],
    ['/rules', 'Rules'],
    ['/rules/new', 'New rule'],
  ] as const) {
    await page.goto(address);
    await expect(page.getByRole('heading', { name: heading, exact: true })).toBeVisible();
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide, `${address} is not wider than the phone`).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  }
  await context.close();
});
