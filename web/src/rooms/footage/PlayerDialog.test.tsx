import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { draw, expectAccessible, fakeApi } from '../../testing/fakes';
import { PlayerDialog } from './PlayerDialog';

const pass = {
  user: 'pass-1',
  camera: 'c-2',
  from: '2026-11-29T09:00:00Z',
  to: '2026-11-29T09:10:00Z',
  createdAt: '2026-11-29T09:20:00Z',
  expiresAt: '2026-11-29T13:20:00Z',
  usedAt: null,
  state: 'LIVE',
  url: '/api/v1/played/pass-1/cameras/c-2/hls.m3u8',
};
const dialog = (
  <PlayerDialog
    cameras={[
      { id: 'c-1', name: 'Gate' },
      { id: 'c-2', name: 'Yard' },
    ]}
    camera="c-2"
    marked={{ from: Date.parse(pass.from), to: Date.parse(pass.to) }}
    onClose={() => undefined}
  />
);

describe('the dialog for other players', () => {
  it('makes a pass, shows its password once and revokes it after asking', async () => {
    let list: unknown[] = [];
    const made = fakeApi({
      'GET /footage/passes': () => ({ body: list }),
      'POST /footage/passes': () => {
        list = [pass];
        return { status: 201, body: { ...pass, password: 'aaaaaa-bbbbbb' } };
      },
      'DELETE /footage/passes/pass-1': () => {
        list = [{ ...pass, state: 'REVOKED' }];
        return { status: 204 };
      },
    });
    draw(dialog);
    expect(await screen.findByText('You have no passes')).toBeVisible();
    await expectAccessible();
    await userEvent.click(screen.getByRole('button', { name: 'Make pass' }));
    expect(await screen.findByText('aaaaaa-bbbbbb')).toBeVisible();
    expect(made.find((each) => each.method === 'POST')?.body).toEqual({
      camera: 'c-2',
      from: '2026-11-29T09:00:00.000Z',
      to: '2026-11-29T09:10:00.000Z',
      validMinutes: 240,
    });
    expect(screen.getByText(/hls\.m3u8$/)).not.toHaveTextContent('aaaaaa');
    await expectAccessible();
    await userEvent.click(await screen.findByRole('button', { name: 'Revoke the pass for Yard' }));
    expect(made.some((each) => each.method === 'DELETE')).toBe(false);
    await userEvent.click(screen.getByRole('button', { name: 'Revoke' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Revoke/ })).toBeNull());
    await userEvent.click(screen.getByRole('button', { name: 'Make another' }));
    expect(screen.queryByText('aaaaaa-bbbbbb')).toBeNull();
  });

  it('says why no pass could be made, and that the list does not come', async () => {
    fakeApi({
      'GET /footage/passes': { status: 500, body: { title: 'Broken', detail: 'The list is away.' } },
      'POST /footage/passes': { status: 409, body: { title: 'No', detail: 'You have 20 passes.' } },
    });
    draw(dialog);
    expect(await screen.findByText('The list is away.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Make pass' }));
    expect(await screen.findByText('You have 20 passes.')).toBeVisible();
  });
});
