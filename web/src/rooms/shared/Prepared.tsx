import { Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { outside, type MarkedCopy } from '../../api';
import { t } from '../../words';

/** Shows its children once the copy is there that is made and marked for whoever opened the link. */
export function Prepared(props: {
  exhibit: string;
  file: string;
  headers: Record<string, string>;
  onRefused: (error: unknown) => void;
  children: ReactNode;
}) {
  const { exhibit, file, headers, onRefused, children } = props;
  const asked = useQuery({
    queryKey: ['shared', 'copy', exhibit, file],
    queryFn: async () => {
      const path = `/shared/exhibits/${exhibit}/copies?file=${encodeURIComponent(file)}`;
      return (await (await outside('POST', path, headers)).json()) as MarkedCopy;
    },
    refetchInterval: (query) => (query.state.data?.state === 'PREPARING' ? 500 : false),
    retry: false,
    staleTime: 0,
  });
  const { error } = asked;
  useEffect(() => {
    if (error) onRefused(error);
  }, [error, onRefused]);
  const copy = asked.data;
  if (copy?.state === 'READY') return children;
  if (copy?.state === 'FAILED') {
    return (
      <section className="v-card v-outside-card" role="alert">
        <h3>{t('shared.prepareFailed')}</h3>
        <p>{copy.failure}</p>
      </section>
    );
  }
  return (
    <section className="v-card v-outside-card">
      <p role="status">{t('shared.preparing')}</p>
      <Progress value={Math.max(3, (copy?.progress ?? 0) * 100)} animated aria-label={t('shared.preparing')} />
    </section>
  );
}
