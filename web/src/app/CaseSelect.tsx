import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, listOf, type Case } from '../api';
import { t } from '../words';
import { problemText } from './StateView';

/** The open cases of who is signed in. */
export function useOpenCases() {
  return useQuery({
    queryKey: ['cases', 'list', { status: 'OPEN' }],
    queryFn: async ({ signal }) =>
      listOf(await api.get<Case[] | { items: Case[] }>('/evidence/cases', { status: 'OPEN', limit: 200 }, signal)),
  });
}

/** Chooses the case that something goes into. */
export function CaseSelect(props: {
  cases: ReturnType<typeof useOpenCases>;
  value: string | null;
  onChange: (id: string | null) => void;
}) {
  const { data, error, isPending } = props.cases;
  const problem = error && !data ? problemText(error) : undefined;
  const placeholder = isPending
    ? t('app.state.loading')
    : data?.length === 0
      ? t('app.cases.none')
      : t('app.cases.choose');
  return (
    <Select
      label={t('app.cases.label')}
      placeholder={placeholder}
      nothingFoundMessage={data?.length === 0 ? t('app.cases.none') : t('app.cases.notFound')}
      error={problem && (problem.detail || problem.title)}
      data={(data ?? []).map((each) => ({ value: each.id, label: `${each.number} · ${each.title}` }))}
      value={props.value}
      onChange={props.onChange}
      searchable
      required
    />
  );
}
