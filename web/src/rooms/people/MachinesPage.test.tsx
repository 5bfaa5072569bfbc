import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { keys, type MachineToken } from '../../api';
import { draw, expectAccessible, fakeApi } from '../../testing/fakes';
import { MachinesPage } from './MachinesPage';

const agency = { id: 'c', name: 'City' };
const session = {
  person: { id: 'p', name: 'noor', displayName: 'Noor Haddad', role: 'ADMINISTRATOR', agency },
  mustChangePassword: false,
  rights: ['EDIT_MACHINES'],
};
const grantable = ['SEE_ALERTS', 'WRITE_OBSERVATIONS'];
const station: MachineToken = {
  id: 't-0000000000000001',
  name: 'Roof station',
  agency,
  rights: ['WRITE_OBSERVATIONS', 'SEE_ALERTS'],
  state: 'IN_FORCE',
  times: { createdAt: new Date().toISOString(), expiresAt: null, lastUsedAt: null, revokedAt: null },
  createdBy: 'Noor Haddad',
};

/** Draws the page for an administrator; the gate would have found out who is signed in. */
function show(rights = session.rights) {
  const { client } = draw(<MachinesPage />);
  client.setQueryData(keys.session, { ...session, rights });
}

describe('machines', () => {
  it('says what a machine is while there is none', async () => {
    fakeApi({ 'GET /tokens': { body: { items: [], total: 0, grantable } } });
    show();
    expect(await screen.findByRole('heading', { name: 'No machines yet' })).toBeVisible();
    await expectAccessible();
  });

  it('says that the list cannot be read', async () => {
    fakeApi({ 'GET /tokens': { status: 503, body: { title: 'Not available now', detail: 'Try again.' } } });
    show();
    expect(await screen.findByText('Not available now')).toBeVisible();
  });

  it('asks nothing of the server for those who may not see it', async () => {
    const made = fakeApi({});
    show([]);
    expect(await screen.findByRole('heading', { name: 'You may not see this' })).toBeVisible();
    expect(made.filter((each) => each.path === '/tokens')).toEqual([]);
  });

  it('lists what each may do and whether it was ever used', async () => {
    fakeApi({ 'GET /tokens': { body: { items: [station], total: 1, grantable } } });
    show();
    const row = (await screen.findByText('Roof station')).closest('tr');
    expect(row).toHaveTextContent('Write observations, see alerts');
    expect(row).toHaveTextContent('In force');
    expect(row).toHaveTextContent('Never');
    await expectAccessible();
  });

  it('shows a new token once, and what was wrong with a refused one', async () => {
    let answer: { status: number; body: object } = {
      status: 400,
      body: { title: 'Not accepted', detail: 'Choose another name.', field: 'name' },
    };
    const made = fakeApi({
      'GET /tokens': { body: { items: [], total: 0, grantable } },
      'POST /tokens': () => answer,
    });
    show();
    await screen.findByRole('heading', { name: 'No machines yet' });
    await userEvent.click(screen.getByRole('button', { name: 'Add machine' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByLabelText(/^Name of the machine/), 'Roof station');
    await userEvent.click(within(dialog).getByLabelText('See alerts'));
    await userEvent.clear(within(dialog).getByLabelText('Last day'));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Make token' }));
    expect(await within(dialog).findByText('Choose another name.')).toBeVisible();
    answer = { status: 201, body: { ...station, token: 'vgl_0000000000000001_secret' } };
    await userEvent.click(within(dialog).getByRole('button', { name: 'Make token' }));
    expect(await screen.findByText('vgl_0000000000000001_secret')).toBeVisible();
    expect(made.findLast((each) => each.method === 'POST')?.body).toEqual({
      name: 'Roof station',
      rights: ['WRITE_OBSERVATIONS', 'SEE_ALERTS'],
      expiresAt: null,
    });
    await userEvent.click(screen.getByRole('button', { name: 'I have put it into the machine' }));
    await waitFor(() => expect(screen.queryByText('vgl_0000000000000001_secret')).toBeNull());
  });

  it('asks before it revokes', async () => {
    const made = fakeApi({
      'GET /tokens': { body: { items: [station], total: 1, grantable } },
      'DELETE /tokens/t-0000000000000001': { status: 204 },
    });
    show();
    await userEvent.click(await screen.findByRole('button', { name: 'Revoke the token of Roof station' }));
    const dialog = await screen.findByRole('dialog', { name: 'Revoke the token of Roof station?' });
    expect(made.filter((each) => each.method === 'DELETE')).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Revoke' }));
    expect(await screen.findByText('Revoked: Roof station')).toBeVisible();
    expect(made.filter((each) => each.method === 'DELETE')).toHaveLength(1);
  });
});
