import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { t } from '../words';
import { problemText } from './StateView';
import { Problem } from '../api';

/** Says that something was done. */
export function toast(message: string): void {
  notifications.show({ message, autoClose: 4000 });
}

/** Says that something could not be done, why, and that nothing was changed. */
export function toastProblem(error: unknown): void {
  const { title, detail } = problemText(error);
  const unreachable = error instanceof Problem && error.status === 0;
  notifications.show({
    color: 'red',
    title: unreachable ? t('app.problem.title') : title,
    message: unreachable ? t('app.problem.unreachable') : detail,
    autoClose: 9000,
  });
}

/** Says that something was done and offers to undo it for eight seconds: we undo rather than ask. */
export function toastUndo(message: string, undo: () => Promise<unknown>): void {
  const id = `undo-${Math.random().toString(36).slice(2)}`;
  const run = () => {
    notifications.hide(id);
    undo().catch((error: unknown) => toastProblem(error));
  };
  notifications.show({
    id,
    autoClose: 8000,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <span>{message}</span>
        <Button size="compact-sm" variant="default" onClick={run}>
          {t('app.undo.action')}
        </Button>
      </Group>
    ),
  });
}
