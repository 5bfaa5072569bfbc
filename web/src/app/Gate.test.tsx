import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { api, keys } from '../api';
import { draw, expectAccessible, fakeApi } from '../testing/fakes';
import { Gate } from './Gate';

class SilentSocket {
  static readonly OPEN = 1;
  readyState = 0;
  close(): void {}
}
vi.stubGlobal('WebSocket', SilentSocket);

const person = { id: 'p', name: 'ana', displayName: 'Ana Reyes', role: 'OPERATOR', agency: { id: 'c', name: 'City' } };
const session = { person, mustChangePassword: false, rights: [] };

describe('the gate', () => {
  it('asks a stranger to sign in and then opens', async () => {
    let signedIn = false;
    const made = fakeApi({
      'GET /session': () => (signedIn ? { body: session } : { status: 401 }),
      'POST /session': () => {
        signedIn = true;
        return { body: session };
      },
      'GET /health': { body: {} },
    });
    draw(<Gate>the city</Gate>);
    await userEvent.type(await screen.findByLabelText('User name'), 'ana');
    await expectAccessible();
    await userEvent.type(screen.getByLabelText('Password'), 'a long sentence');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('the city')).toBeVisible();
    expect(made.find((each) => each.method === 'POST')?.body).toEqual({ name: 'ana', password: 'a long sentence' });
  });

  it('says when the password is wrong', async () => {
    fakeApi({
      'GET /session': { status: 401 },
      'POST /session': { status: 401, body: { title: 'No', detail: 'User name or password is wrong.' } },
    });
    draw(<Gate>the city</Gate>);
    await userEvent.type(await screen.findByLabelText('User name'), 'ana');
    await userEvent.type(screen.getByLabelText('Password'), 'nonsense');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('User name or password is wrong.');
  });

  it('lets nobody in with a one-time password until it is changed', async () => {
    let changed = false;
    fakeApi({
      'GET /session': () => ({ body: { ...session, mustChangePassword: !changed } }),
      'POST /session/password': () => {
        changed = true;
        return { status: 204 };
      },
      'GET /health': { body: {} },
    });
    draw(<Gate>the city</Gate>);
    await userEvent.type(await screen.findByLabelText('Current password'), 'once');
    await userEvent.type(screen.getByLabelText('New password'), 'short');
    await userEvent.type(screen.getByLabelText('New password again'), 'short');
    await userEvent.click(screen.getByRole('button', { name: 'Save password' }));
    expect(await screen.findByText('Use at least 10 characters.')).toBeVisible();
    expect(screen.queryByText('the city')).toBeNull();
    await userEvent.type(screen.getByLabelText('New password'), ' and then some more');
    await userEvent.type(screen.getByLabelText('New password again'), ' and then some more');
    await expectAccessible();
    await userEvent.click(screen.getByRole('button', { name: 'Save password' }));
    expect(await screen.findByText('the city')).toBeVisible();
  });

  it('asks for the password again when the session ends, and repeats what was refused', async () => {
    let valid = true;
    const made = fakeApi({
      'GET /session': { body: session },
      'POST /session': () => {
        valid = true;
        return { body: session };
      },
      'POST /incidents/1/notes': () => (valid ? { status: 204 } : { status: 401 }),
      'GET /health': { body: {} },
    });
    const { client } = draw(<Gate>a half-written note</Gate>);
    await screen.findByText('a half-written note');
    valid = false;
    const saved = api.post('/incidents/1/notes', { text: 'seen' });
    expect(await screen.findByText('Your session has ended')).toBeInTheDocument();
    expect(screen.getByText('a half-written note')).toBeInTheDocument();
    await userEvent.type(screen.getByLabelText('Password'), 'a long sentence');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in again' }));
    await expect(saved).resolves.toBeUndefined();
    await waitFor(() => expect(made.filter((each) => each.path === '/incidents/1/notes')).toHaveLength(2));
    expect(client.getQueryData(keys.session)).toEqual(session);
  });
});
