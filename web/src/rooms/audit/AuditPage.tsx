import { Button, Select, Table, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { IconSearch, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { api, serverNow, useMe } from '../../api';
import { At, EmptyState, Page, StateMark, StateView, toastProblem } from '../../app';
import { t, tName } from '../../words';
import { actionWords, localTimes, shortAddress } from './plain';

interface AuditRow {
  seq: number;
  at: string;
  personName: string;
  address: string;
  action: string;
  thing?: { kind: string; id: string; name?: string | null } | null;
  outcome?: string;
  detail: string;
}

interface AuditAnswer {
  items: AuditRow[];
  total: number;
  next?: number | null;
}

const PERIODS = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 } as const;
type Period = keyof typeof PERIODS;

/** Who did or saw what, the newest first. Reading it is recorded, too. */
export function AuditPage() {
  const [text, setText] = useState('');
  const [search, setSearch] = useState('');
  const [period, setPeriod] = useState<Period | null>('24h');
  const later = useDebouncedCallback(setSearch, 350);
  const may = useMe().rights.includes('READ_AUDIT');
  const asked = useInfiniteQuery({
    queryKey: ['audit', search, period],
    queryFn: ({ pageParam, signal }) =>
      api.get<AuditAnswer>(
        '/audit',
        {
          search,
          limit: 100,
          ...(period && { from: new Date(serverNow() - PERIODS[period] * 3_600_000).toISOString() }),
          ...(pageParam !== null && { before: pageParam }),
        },
        signal,
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next ?? undefined,
    select: (data) => data.pages.flatMap((page) => page.items),
    enabled: may,
    refetchOnWindowFocus: false,
  });
  if (!may) {
    return (
      <Page title={t('audit.title')}>
        <EmptyState title={t('audit.forbidden')}>{t('audit.forbiddenWhy')}</EmptyState>
      </Page>
    );
  }
  return (
    <Page
      title={t('audit.title')}
      reading
      actions={
        <>
          <Verify />
          <Select
            w={170}
            aria-label={t('audit.period')}
            placeholder={t('audit.everything')}
            data={(Object.keys(PERIODS) as Period[]).map((value) => ({ value, label: t(`audit.periods.${value}`) }))}
            value={period}
            onChange={(value) => setPeriod(value as Period | null)}
            clearable
          />
          <TextInput
            type="search"
            w={230}
            aria-label={t('audit.search')}
            placeholder={t('audit.search')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              later(event.currentTarget.value);
            }}
          />
        </>
      }
    >
      <StateView of={asked} empty={<EmptyState title={t('audit.none')} />}>
        {(rows) => (
          <>
            <Rows rows={rows} />
            {asked.hasNextPage && (
              <p style={{ textAlign: 'center' }}>
                <Button variant="default" loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
                  {t('audit.more')}
                </Button>
              </p>
            )}
          </>
        )}
      </StateView>
    </Page>
  );
}

function Rows({ rows }: { rows: AuditRow[] }) {
  return (
    <div className="v-card" style={{ overflowX: 'auto' }}>
      <Table verticalSpacing={6} highlightOnHover className="v-cardtable">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('audit.column.at')}</Table.Th>
            <Table.Th>{t('audit.column.person')}</Table.Th>
            <Table.Th>{t('audit.column.action')}</Table.Th>
            <Table.Th>{t('audit.column.thing')}</Table.Th>
            <Table.Th>{t('audit.column.outcome')}</Table.Th>
            <Table.Th>{t('audit.column.detail')}</Table.Th>
            <Table.Th>{t('audit.column.address')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.seq}>
              <Table.Td>
                <At at={row.at} />
              </Table.Td>
              <Table.Td data-label={t('audit.column.person')}>{row.personName}</Table.Td>
              <Table.Td data-label={t('audit.column.action')} title={row.action}>
                {actionWords(row.action)}
              </Table.Td>
              <Table.Td data-label={t('audit.column.thing')}>
                {row.thing ? `${row.thing.kind} ${row.thing.name ?? row.thing.id}` : '–'}
              </Table.Td>
              <Table.Td data-label={t('audit.column.outcome')}>
                <StateMark tone={(row.outcome ?? 'DONE') === 'DONE' ? 'good' : 'warn'}>
                  {tName('audit.outcome', row.outcome ?? 'DONE')}
                </StateMark>
              </Table.Td>
              <Table.Td data-label={t('audit.column.detail')} title={row.detail}>
                {localTimes(row.detail)}
              </Table.Td>
              <Table.Td data-label={t('audit.column.address')}>{shortAddress(row.address)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** Follows the chain of hashes from the first row to the last. */
function Verify() {
  const check = useMutation({
    mutationFn: () => api.post<{ unbroken: boolean; tampering?: string | null }>('/audit/verify'),
    onError: toastProblem,
  });
  return (
    <>
      <span role="status">
        {check.data && (
          <StateMark tone={check.data.unbroken ? 'good' : 'bad'}>
            {check.data.unbroken ? t('audit.unbroken') : (check.data.tampering ?? t('audit.broken'))}
          </StateMark>
        )}
      </span>
      <Button
        variant="default"
        leftSection={<IconShieldCheck size={17} aria-hidden />}
        loading={check.isPending}
        onClick={() => check.mutate()}
      >
        {t('audit.verify')}
      </Button>
    </>
  );
}
