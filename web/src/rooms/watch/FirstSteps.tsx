import { Button } from '@mantine/core';
import { IconCamera } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMe } from '../../api';
import { EmptyState } from '../../app';
import { t } from '../../words';

/** The watch screen before there is a camera. */
export function FirstSteps() {
  const admin = useMe().person.role === 'ADMINISTRATOR';
  return (
    <EmptyState
      icon={<IconCamera size={40} stroke={1.3} aria-hidden />}
      title={t('watch.empty.title')}
      action={admin && <Button renderRoot={(root) => <Link to="/cameras" {...root} />}>{t('watch.empty.add')}</Button>}
    >
      {admin ? t('watch.empty.admin') : t('watch.empty.other')}
    </EmptyState>
  );
}
