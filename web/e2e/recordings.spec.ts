import { expect, test, type Locator, type Page } from '@playwright/test';
import { readFileSync, writeFileSync } from 'node:fs';
import { expectAccessible, newPage, signIn, system } from './steps';

/*
 * From a recording to a court: four cameras are played back in step, a clip is exported and sealed, redacted, given time and
 * place, shared with somebody outside, opened in another browser profile, verified offline, and refused once the share is revoked.
 */
interface Times {
  ready: boolean;
  atS: number;
}

/** Where each shown player is, on the common media time line. */
async function players(page: Page): Promise<Times[]> {
  return page.locator('.v-play').evaluateAll((tiles) =>
    tiles.map((tile) => ({
      ready: (tile as HTMLElement).dataset['ready'] === 'true',
      atS: tile.querySelector('video')?.currentTime ?? 0,
    })),
  );
}

/** Opens a package in the verifier page, without network, and tells what it says. */
async function verdict(page: Page, file: string): Promise<string> {
  await page.locator('input[type="file"]').first().setInputFiles(file);
  const says = page.getByText(/\b(NOT VERIFIED|VERIFIED)\b/i).first();
  await expect(says).toBeVisible({ timeout: 60_000 });
  return (await page.locator('body').innerText()).replaceAll(/\s+/g, ' ');
}

test('recordings are played in step, exported, shared, verified and revoked', async ({ browser }, info) => {
  test.setTimeout(300_000);
  const { page, context } = await newPage(browser);
  await signIn(page, system.adminName, system.adminPassword);

  await test.step('up to four cameras play in step', async () => {
    await page.goto('/footage');
    const first = page.getByRole('button', { name: /^Show the first/ });
    // A demo on a small machine may have fewer than four. The cameras must have recorded for a minute: this file runs late.
    const count = Number(/\d/.exec(await first.innerText())?.[0] ?? 1);
    await first.click();
    await expect(page.locator('.v-play')).toHaveCount(count);
    // There is something to look back to once a minute has been recorded.
    await expect(page.locator('.v-play[data-ready]')).toHaveCount(count, { timeout: 90_000 });
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect
      .poll(
        async () => {
          const all = await players(page);
          const times = all.map((each) => each.atS);
          return all.every((each) => each.ready) ? Math.max(...times) - Math.min(...times) : 99;
        },
        { timeout: 60_000, message: 'all players are within 160 ms of one another' },
      )
      .toBeLessThan(0.16);
    const before = (await players(page))[0]?.atS ?? 0;
    await expect.poll(async () => (await players(page))[0]?.atS ?? 0).toBeGreaterThan(before + 1);
    await expectAccessible(page);
  });

  await test.step('a stretch is marked and exported as evidence', async () => {
    await page.keyboard.press(' ');
    // The page opens at the newest pictures: there is nothing ten seconds later yet.
    await page.keyboard.press('j');
    await page.keyboard.press('i');
    await page.keyboard.press('l');
    await page.keyboard.press('o');
    await page.getByRole('status').getByRole('button', { name: 'Export' }).click();
    const dialog = page.getByRole('dialog');
    for (const box of (await dialog.getByRole('checkbox').all()).slice(1)) await box.uncheck();
    await dialog.getByRole('textbox', { name: 'Title', exact: true }).fill('Two cars at the crossing');
    await dialog.getByLabel('Why').fill('Request of the prosecutor, 12/2026');
    const fresh = dialog.getByText('New case', { exact: true });
    if (await fresh.isVisible()) await fresh.click();
    await dialog.getByLabel('Title of the new case').fill('Collision at the crossing');
    await dialog.getByRole('button', { name: 'Make the exhibit' }).click();
    await expect(dialog.getByText('Sealed and ready')).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page);
    await dialog.getByRole('link', { name: /Two cars/ }).click();
  });

  await test.step('the exhibit tells its story and verifies', async () => {
    await expect(page.getByRole('heading', { name: 'Two cars at the crossing' })).toBeVisible();
    await page.getByRole('button', { name: 'Verify now' }).click();
    await expect(page.getByText('Verified: nothing was changed')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('region', { name: 'Custody' }).getByText('The chain is whole')).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('all but one are hidden in a derived exhibit; the original stays', async () => {
    const original = page.url();
    await page.goto(`${original}/redact`);
    await page.getByRole('textbox').first().fill('Subject access');
    await page.getByRole('button', { name: 'Find people and vehicles' }).click();
    const keep = page.getByRole('button', { name: /Hide all but this one/ }).first();
    await expect(keep).toBeVisible({ timeout: 60_000 });
    await keep.click();
    await expect(page.getByRole('checkbox', { name: /^Hidden/ }).first()).not.toBeChecked();
    await expect(page.getByRole('checkbox', { name: /^Hidden/ }).last()).toBeChecked();
    await expectAccessible(page);
    await page.getByText('I have looked at the whole clip').click();
    await page.getByRole('button', { name: 'Make the redacted clip' }).click();
    await page.getByText('Open it').click({ timeout: 60_000 });
    await expect(page.getByRole('heading', { name: 'Two cars at the crossing, redacted' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'its original' })).toBeVisible();
    await page.goto(original);
    await expect(
      page
        .getByRole('region', { name: 'Custody' })
        .getByText(/redacted/)
        .first(),
    ).toBeVisible();
  });

  await test.step('a copy tells time and place in its pictures', async () => {
    await page.getByRole('button', { name: 'With time and place in the picture' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why').fill('For the hearing');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Make the copy' }).click();
    await dialog.getByRole('link', { name: 'Open it' }).click({ timeout: 60_000 });
    await expect(page.getByRole('heading', { name: 'Two cars at the crossing, with time and place' })).toBeVisible();
    await page.getByRole('link', { name: 'its original' }).click();
    await expect(page.getByRole('heading', { name: 'Two cars at the crossing', exact: true })).toBeVisible();
  });

  const original = page.url();
  let url = '';
  let passcode = '';
  await test.step('the case is shared with somebody outside; link and passcode are shown once', async () => {
    await page.getByRole('link', { name: 'Case', exact: true }).click();
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('For whom').fill('Prosecutor Weber');
    await dialog.getByText('look and download', { exact: true }).click();
    await dialog.getByRole('button', { name: 'Share', exact: true }).click();
    url = await page.locator('[data-secret="url"]').innerText();
    passcode = await page.locator('[data-secret="passcode"]').innerText();
    expect(url).toMatch(/\/shared#.{20,}/);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'I have copied both' }).click();
  });

  const outsider = await browser.newContext({ viewport: { width: 1366, height: 768 }, acceptDownloads: true });
  const out = await outsider.newPage();
  const file = info.outputPath('evidence.vgx');
  await test.step('the outsider is refused with a wrong passcode and let in with the right one', async () => {
    await out.goto(url);
    await out.getByLabel('Passcode').fill('not the passcode');
    await out.getByRole('button', { name: 'Open' }).click();
    await expect(out.getByText(/This passcode is not right/)).toBeVisible();
    await out.getByLabel('Passcode').fill(passcode);
    await out.getByRole('button', { name: 'Open' }).click();
    await expect(out.getByText(/Shared with Prosecutor Weber/)).toBeVisible();
    await expectAccessible(out);
    await out.getByRole('button', { name: /^View/ }).first().click();
    await expect(out.locator('.v-watermark')).toHaveAttribute('data-text', /Prosecutor Weber/);
    await expect
      .poll(() => out.locator('video').evaluate((video: HTMLVideoElement) => video.readyState), { timeout: 30_000 })
      .toBeGreaterThan(1);
    await out.getByRole('button', { name: 'Close' }).click();
  });

  await test.step('the package is downloaded; the verifier says yes, and no when one byte was changed', async () => {
    const coming = out.waitForEvent('download');
    await out.getByRole('button', { name: /^Download package/ }).click();
    await (await coming).saveAs(file);
    const offline = await outsider.newPage();
    await offline.goto('/api/v1/evidence/verifier.html');
    await outsider.setOffline(true);
    const code = offline.locator('input[type="password"], input[type="text"]').first();
    if (await code.isVisible()) await code.fill(passcode);
    const good = await verdict(offline, file);
    expect(good).not.toMatch(/NOT VERIFIED/i);
    const bytes = readFileSync(file);
    const at = Math.floor(bytes.length / 2);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const bad = info.outputPath('tampered.vgx');
    writeFileSync(bad, bytes);
    await outsider.setOffline(false);
    await offline.reload();
    await outsider.setOffline(true);
    if (await code.isVisible()) await code.fill(passcode);
    expect(await verdict(offline, bad)).toMatch(/NOT VERIFIED/i);
    await outsider.setOffline(false);
    await offline.close();
  });

  await test.step('who may only look gets a marked copy, and when it gets out it is traced to them', async () => {
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('For whom').fill('Expert Lang');
    await dialog.getByLabel(/^1\. /).check();
    await dialog.getByRole('button', { name: 'Share', exact: true }).click();
    const link = await page.locator('[data-secret="url"]').innerText();
    const code = await page.locator('[data-secret="passcode"]').innerText();
    await page.getByRole('button', { name: 'I have copied both' }).click();
    const expert = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    const looks = await expert.newPage();
    await looks.goto(link);
    await looks.getByLabel('Passcode').fill(code);
    await looks.getByRole('button', { name: 'Open' }).click();
    const sent = looks.waitForResponse((answer) => /\/content\?/.test(answer.url()), { timeout: 90_000 });
    await looks.getByRole('button', { name: 'View Two cars at the crossing', exact: true }).click();
    const content = (await sent).url();
    await expect
      .poll(() => looks.locator('video').evaluate((video: HTMLVideoElement) => video.readyState), { timeout: 30_000 })
      .toBeGreaterThan(1);
    await expectAccessible(looks);
    const leaked = info.outputPath('leaked.mp4');
    writeFileSync(leaked, await (await expert.request.get(content)).body());
    await expert.close();
    await page.goto(original);
    await page.getByRole('button', { name: 'Trace a copy' }).click();
    const trace = page.getByRole('dialog');
    await trace.locator('input[type="file"]').setInputFiles(leaked);
    await trace.getByLabel('Where was it found?').fill('On a video portal');
    await trace.getByRole('button', { name: 'Compare' }).click();
    await expect(trace.getByText('It is the copy of Expert Lang')).toBeVisible({ timeout: 60_000 });
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Case', exact: true }).click();
  });

  await test.step('the share is revoked and the outsider refused at once', async () => {
    await page
      .getByRole('region', { name: 'Shares' })
      .getByRole('listitem')
      .filter({ hasText: 'Prosecutor Weber' })
      .getByRole('button', { name: 'Revoke' })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await expect(page.getByRole('region', { name: 'Shares' }).getByText('revoked')).toBeVisible();
    await out.getByRole('button', { name: /^Download package/ }).click();
    await expect(out.getByRole('alert').getByRole('heading')).toBeVisible();
    await out.goto('about:blank');
    await out.goto(url);
    await out.getByLabel('Passcode').fill(passcode);
    await out.getByRole('button', { name: 'Open' }).click();
    await expect(out.getByRole('alert').getByRole('heading', { name: 'This link was withdrawn' })).toBeVisible();
  });
  await outsider.close();
  await context.close();
});

/** The loudest sample that comes out of a tile's player just now; nothing but zeros is silence. */
async function loudness(tile: Locator): Promise<number> {
  return tile.evaluate(async (element) => {
    const video = element.querySelector('video');
    if (!video) return -1;
    const page = window as { ears?: { context: AudioContext; by: Map<HTMLVideoElement, AnalyserNode> } };
    page.ears ??= { context: new AudioContext(), by: new Map() };
    const { context, by } = page.ears;
    await context.resume();
    let ear = by.get(video);
    if (!ear) {
      ear = new AnalyserNode(context, { fftSize: 8192 });
      context.createMediaElementSource(video).connect(ear).connect(context.destination);
      by.set(video, ear);
    }
    const samples = new Float32Array(ear.fftSize);
    ear.getFloatTimeDomainData(samples);
    return Math.max(...samples.map(Math.abs));
  });
}

test('the sound of one camera at a time is heard when it is asked for', async ({ browser }) => {
  test.setTimeout(180_000);
  const { page, context } = await newPage(browser);
  await signIn(page, system.adminName, system.adminPassword);
  // The first cameras of the demo have microphones, each of another coding; sound is recorded only where it is wanted.
  await page.evaluate(async () => {
    const token = /XSRF-TOKEN=([^;]+)/.exec(document.cookie)?.[1] ?? '';
    const headers = { 'X-XSRF-TOKEN': decodeURIComponent(token), 'Content-Type': 'application/json' };
    const { items: cameras } = (await (await fetch('/api/v1/cameras')).json()) as { items: { id: string }[] };
    for (const { id } of cameras) {
      const address = `/api/v1/footage/cameras/${id}/policy`;
      const policy = (await (await fetch(address)).json()) as object;
      await fetch(address, { method: 'PUT', headers, body: JSON.stringify({ ...policy, sound: true }) });
    }
  });
  await page.goto('/footage');
  await page.getByRole('button', { name: /^Show the first/ }).click();
  await page.getByRole('button', { name: 'Live', exact: true }).click();
  const speakers = page.getByRole('button', { name: /^Sound of/ });
  await expect(speakers.first()).toBeVisible({ timeout: 60_000 });
  // Those without a microphone have none; how many there are depends on the demo.
  const mine = await page
    .locator('.v-play')
    .evaluateAll((tiles) =>
      tiles
        .filter((tile) => tile.querySelector('.v-play-sound'))
        .map((tile) => (tile as HTMLElement).dataset['camera']),
    );
  let before: Locator | undefined;
  for (const camera of mine) {
    const tile = page.locator(`.v-play[data-camera="${camera}"]`);
    const speaker = tile.getByRole('button', { name: /^Sound of/ });
    await expect(speaker).toHaveAttribute('aria-pressed', 'false');
    await expect.poll(() => loudness(tile), { message: 'it is silent at first' }).toBe(0);
    await speaker.click();
    await expect(speaker).toHaveAttribute('aria-pressed', 'true');
    await expect.poll(() => loudness(tile), { timeout: 30_000, message: 'the street is heard' }).toBeGreaterThan(0.005);
    const decoded = () =>
      tile
        .locator('video')
        .evaluate(
          (video: HTMLVideoElement & { webkitAudioDecodedByteCount?: number }) => video.webkitAudioDecodedByteCount,
        );
    await expect.poll(decoded).toBeGreaterThan(0);
    if (before) {
      const silent = before;
      await expect.poll(() => loudness(silent), { message: 'the other one is not heard any more' }).toBe(0);
    }
    before = tile;
  }
  const last = before;
  if (!last) throw new Error('no camera with sound');
  await page.locator('.v-transport-speed').getByText('4×').click();
  await expect.poll(() => loudness(last), { message: 'it is silent at four times the speed' }).toBe(0);
  await expect(last.getByTitle(/^Silent at this speed/)).toBeVisible();
  await page.locator('.v-transport-speed').getByText('1×').click();
  await expect.poll(() => loudness(last), { timeout: 30_000 }).toBeGreaterThan(0.005);
  await expectAccessible(page);
  await page.keyboard.press('u');
  await expect.poll(() => loudness(last), { message: 'the key ends it' }).toBe(0);
  await context.close();
});

test('footage and evidence are usable on a phone', async ({ browser }) => {
  test.setTimeout(120_000);
  const { page, context } = await newPage(browser, { width: 390, height: 844 });
  await signIn(page, system.adminName, system.adminPassword);
  for (const [address, heading] of [
    ['/footage', 'Footage'],
    ['/footage/completeness', 'Completeness'],
    ['/footage/holds', 'Legal holds'],
    ['/evidence', 'Evidence'],
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
