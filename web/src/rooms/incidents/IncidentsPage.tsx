import { Button, SegmentedControl, Select, Table, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconSearch } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { api, keys, type IncidentSummary, type Listing, type Priority } from '../../api';
import { Age, EmptyState, Page, StateView, useKeys } from '../../app';
import { t } from '../../words';
import { PRIORITIES, PriorityMark, StateWord } from './marks';
import './incidents.css';

interface Shown {
  state: 'OPEN' | 'CLOSED' | 'ALL';
  priority: Priority | null;
  search: string;
}

/** Everything people work on; search, state and priority live in the address. */
export function IncidentsPage() {
  const address = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const shown: Shown = {
    state: address['state'] === 'CLOSED' || address['state'] === 'ALL' ? address['state'] : 'OPEN',
    priority: PRIORITIES.find((known) => known === address['priority']) ?? null,
    search: typeof address['search'] === 'string' ? address['search'] : '',
  };
  const show = (change: Partial<Shown>): void => {
    const next = { ...shown, ...change };
    void navigate({
      to: '/incidents',
      search: {
        ...(next.state !== 'OPEN' && { state: next.state }),
        ...(next.priority && { priority: next.priority }),
        ...(next.search && { search: next.search }),
      } as never,
      replace: true,
    });
  };
  const question = { state: shown.state === 'ALL' ? 'OPEN,CLOSED' : shown.state, search: shown.search, limit: 200 };
  const asked = useQuery({
    queryKey: keys.incidents(question),
    queryFn: ({ signal }) => api.get<Listing<IncidentSummary>>('/incidents', question, signal),
    select: (listing) => listing.items.filter((item) => !shown.priority || item.priority === shown.priority),
    placeholderData: (before) => before,
  });
  const [cursor, setCursor] = useState(-1);
  const rows = asked.data ?? [];
  const search = useRef<HTMLInputElement>(null);
  const open = (row: IncidentSummary | undefined): void => {
    if (row) void navigate({ to: '/incidents/$incidentId', params: { incidentId: row.id } });
  };
  useKeys([
    { key: 'j', does: t('incidents.keys.next'), run: () => setCursor(Math.min(cursor + 1, rows.length - 1)) },
    { key: 'k', does: t('incidents.keys.previous'), run: () => setCursor(Math.max(cursor - 1, 0)) },
    { key: 'o', does: t('incidents.keys.open'), run: () => open(rows[cursor]) },
    { key: '/', does: t('incidents.keys.search'), run: () => search.current?.focus() },
  ]);
  const narrowed = shown.search !== '' || shown.priority !== null;
  return (
    <Page
      title={t('incidents.title')}
      actions={
        <>
          <SegmentedControl
            aria-label={t('incidents.state.label')}
            data={(['OPEN', 'CLOSED', 'ALL'] as const).map((value) => ({
              value,
              label: t(`incidents.state.${value}`),
            }))}
            value={shown.state}
            onChange={(value) => show({ state: value as Shown['state'] })}
          />
          <Select
            w={150}
            aria-label={t('incidents.priority.label')}
            placeholder={t('incidents.priority.any')}
            data={PRIORITIES.map((value) => ({ value, label: t(`incidents.priority.${value}`) }))}
            value={shown.priority}
            onChange={(value) => show({ priority: PRIORITIES.find((known) => known === value) ?? null })}
            clearable
          />
          <Search value={shown.search} onChange={(text) => show({ search: text })} field={search} />
        </>
      }
    >
      <StateView
        of={asked}
        empty={
          narrowed ? (
            <EmptyState
              title={t('incidents.empty.filtered')}
              action={
                <Button variant="default" onClick={() => show({ search: '', priority: null })}>
                  {t('incidents.empty.clear')}
                </Button>
              }
            />
          ) : (
            <EmptyState
              title={t(shown.state === 'OPEN' ? 'incidents.empty.calm' : 'incidents.empty.none')}
              action={
                <Button component={Link} to="/alerts" variant="default">
                  {t('incidents.empty.toAlerts')}
                </Button>
              }
            >
              {t('incidents.empty.why')}
            </EmptyState>
          )
        }
      >
        {(items) => <Rows items={items} cursor={cursor} />}
      </StateView>
    </Page>
  );
}

function Search(props: {
  value: string;
  onChange: (text: string) => void;
  field: React.RefObject<HTMLInputElement | null>;
}) {
  const [text, setText] = useState(props.value);
  const later = useDebouncedCallback(props.onChange, 250);
  return (
    <TextInput
      ref={props.field}
      type="search"
      w={220}
      aria-label={t('incidents.search')}
      placeholder={t('incidents.search')}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        later(event.currentTarget.value);
      }}
    />
  );
}

function Rows({ items, cursor }: { items: IncidentSummary[]; cursor: number }) {
  return (
    <div className="v-card v-incidents-table">
      <Table verticalSpacing="xs" highlightOnHover className="v-cardtable">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('incidents.column.priority')}</Table.Th>
            <Table.Th>{t('incidents.column.incident')}</Table.Th>
            <Table.Th>{t('incidents.column.place')}</Table.Th>
            <Table.Th>{t('incidents.column.assignee')}</Table.Th>
            <Table.Th>{t('incidents.column.opened')}</Table.Th>
            <Table.Th>{t('incidents.column.state')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item, i) => (
            <Table.Tr key={item.id} data-cursor={i === cursor || undefined}>
              <Table.Td>
                <PriorityMark priority={item.priority} />
              </Table.Td>
              <Table.Td>
                <Link to="/incidents/$incidentId" params={{ incidentId: item.id }}>
                  {t('incidents.named', { n: item.number, title: item.title })}
                </Link>
              </Table.Td>
              <Table.Td data-label={t('incidents.column.place')}>
                {item.place?.name ?? <span className="v-quiet">–</span>}
              </Table.Td>
              <Table.Td data-label={t('incidents.column.assignee')}>
                {item.assignee?.name ?? <span className="v-quiet">{t('incidents.nobody')}</span>}
              </Table.Td>
              <Table.Td data-label={t('incidents.column.opened')}>
                <Age at={item.openedAt} />
              </Table.Td>
              <Table.Td data-label={t('incidents.column.state')}>
                <StateWord incident={item} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
