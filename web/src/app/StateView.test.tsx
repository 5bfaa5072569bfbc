import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { Problem } from '../api';
import { draw, expectAccessible } from '../testing/fakes';
import { EmptyState, StateView } from './StateView';

const asked = { data: undefined, error: null, isPending: false, refetch: () => undefined };

it('says what happened, that nothing is lost, and what to do', async () => {
  const refetch = vi.fn();
  const error = new Problem(500, 'The database is away', 'It is being restarted; try again in a moment.');
  draw(<StateView of={{ ...asked, error, refetch }}>{() => null}</StateView>);
  expect(await screen.findByText('The database is away')).toBeVisible();
  expect(screen.getByText('It is being restarted; try again in a moment.')).toBeVisible();
  expect(screen.getByText('Nothing is lost.')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(refetch).toHaveBeenCalledOnce();
  await expectAccessible();
});

it('keeps old data on screen when a reload fails', async () => {
  draw(
    <StateView of={{ ...asked, data: ['old'], error: new Problem(0, 'unreachable', '') }}>
      {(list) => list[0]}
    </StateView>,
  );
  expect(await screen.findByText('old')).toBeVisible();
});

it('teaches the next step when there is nothing', async () => {
  draw(
    <StateView of={{ ...asked, data: [] as string[] }} empty={<EmptyState title="No rooms">Add the first.</EmptyState>}>
      {() => 'list'}
    </StateView>,
  );
  expect(await screen.findByText('Add the first.')).toBeVisible();
  expect(screen.queryByText('list')).toBeNull();
});
