import { Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, type Job } from '../../api';
import { StateMark } from '../../app';
import { t } from '../../words';

/** How far something that runs on the server has come; asks four times in two seconds until it has ended. */
export function JobProgress(props: { job: Job; path: string; onDone: (job: Job) => void }) {
  const { job: first, path } = props;
  const asked = useQuery({
    queryKey: ['jobs', path],
    queryFn: ({ signal }) => api.get<Job>(path, undefined, signal),
    initialData: first,
    refetchInterval: (query) => (query.state.data?.state === 'RUNNING' ? 500 : false),
  });
  const job = asked.data;
  const done = useRef(props.onDone);
  useEffect(() => {
    done.current = props.onDone;
  });
  useEffect(() => {
    if (job.state === 'DONE') done.current(job);
  }, [job]);
  if (job.state !== 'RUNNING') {
    return (
      <p role="status">
        <StateMark tone={job.state === 'DONE' ? 'good' : 'bad'}>
          {job.message || t(job.state === 'DONE' ? 'data.job.done' : 'data.job.failed')}
        </StateMark>
      </p>
    );
  }
  const total = job.total ?? 0;
  return (
    <div role="status">
      <Progress value={total > 0 ? (100 * job.done) / total : 0} aria-label={t('data.job.progress')} />
      <span className="v-quiet">
        {total > 0 ? t('data.job.of', { done: job.done, total }) : t('data.job.so', { done: job.done })}
      </span>
    </div>
  );
}
