import { Button, Checkbox, SegmentedControl, Select, Table, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { api, sensorKeys, useMe, type DeadLetter, type DeadLetterListing } from '../../api';
import { Age, EmptyState, Page, StateView, toast, toastProblem, toastUndo } from '../../app';
import { t, tName } from '../../words';
import { BackLink } from './SensorPage';
import './data.css';

/** Messages that were refused, why, and what can be done with them: try again once the cause is gone, or discard. */
export function RefusedPage() {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text, 250);
  const [reason, setReason] = useState<string | null>(null);
  const [settled, setSettled] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [working, setWorking] = useState(false);
  const client = useQueryClient();
  const mayEdit = useMe().rights.includes('EDIT_SENSORS');
  const filter = { ...(search && { search }), ...(reason && { reason }), settled };
  const asked = useInfiniteQuery({
    queryKey: sensorKeys.letters(filter),
    queryFn: ({ signal, pageParam }) =>
      api.get<DeadLetterListing>(
        '/sensing/dead-letters',
        { ...filter, limit: 100, ...(pageParam && { before: pageParam }) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });
  const first = asked.data?.pages[0];
  const rows = useMemo(() => asked.data?.pages.flatMap((page) => page.items) ?? [], [asked.data]);
  const ids = rows.map((row) => row.id).filter((id) => chosen.has(id));
  const retriable = ids.filter((id) => rows.find((row) => row.id === id)?.complete);
  const fresh = () => client.invalidateQueries({ queryKey: ['dead-letters'] });
  const act = async (action: () => Promise<void>): Promise<void> => {
    setWorking(true);
    try {
      await action();
      setChosen(new Set());
      await fresh();
    } catch (error) {
      toastProblem(error);
    } finally {
      setWorking(false);
    }
  };
  const retry = (which: readonly number[]) =>
    act(async () => {
      const { stored, refused } = await api.post<{ stored: number; refused: { id: number; reason: string }[] }>(
        '/sensing/dead-letters/retry',
        { ids: which },
      );
      const [again] = refused;
      toast(
        again
          ? t('data.refused.retriedSome', { stored, refused: refused.length, reason: again.reason })
          : t('data.refused.retried', { n: stored }),
      );
    });
  const discard = (which: readonly number[]) =>
    act(async () => {
      const done = await api.post<{ discarded: number; ids: number[] }>('/sensing/dead-letters/discard', {
        ids: which,
      });
      toastUndo(t('data.refused.discarded', { n: done.discarded }), async () => {
        await api.post('/sensing/dead-letters/restore', { ids: done.ids });
        await fresh();
      });
    });
  const filtered = search !== '' || reason !== null;
  return (
    <Page
      title={t('data.refused.title')}
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label={t('data.refused.which')}
            value={settled ? 'settled' : 'open'}
            onChange={(value) => {
              setSettled(value === 'settled');
              setChosen(new Set());
            }}
            data={[
              { value: 'open', label: t('data.refused.open') },
              { value: 'settled', label: t('data.refused.settled') },
            ]}
          />
          <Select
            aria-label={t('data.refused.reason')}
            placeholder={t('data.refused.allReasons')}
            w={260}
            data={(first?.reasons ?? []).map((each) => ({
              value: each.reason,
              label: `${each.reason} (${each.count})`,
            }))}
            value={reason}
            onChange={setReason}
            clearable
          />
          <TextInput
            type="search"
            w={190}
            aria-label={t('data.refused.search')}
            placeholder={t('data.refused.search')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <BackLink />
        </>
      }
    >
      <StateView
        of={{ ...asked, data: first }}
        isEmpty={() => rows.length === 0}
        empty={
          <EmptyState title={t(filtered ? 'data.refused.noneFits' : 'data.refused.none')}>
            {!filtered && !settled && t('data.refused.noneWhy')}
          </EmptyState>
        }
      >
        {(listing) => (
          <>
            <div className="v-data-bar">
              <span className="v-quiet">{t('data.refused.count', { n: listing.total })}</span>
              {mayEdit && !settled && ids.length === 0 && <span className="v-quiet">{t('data.refused.hint')}</span>}
              {mayEdit && !settled && ids.length > 0 && (
                <>
                  <Button
                    size="xs"
                    variant="default"
                    loading={working}
                    disabled={retriable.length === 0}
                    onClick={() => void retry(retriable)}
                  >
                    {t('data.refused.retry', { n: retriable.length })}
                  </Button>
                  <Button size="xs" variant="default" loading={working} onClick={() => void discard(ids)}>
                    {t('data.refused.discard', { n: ids.length })}
                  </Button>
                </>
              )}
            </div>
            <Letters
              rows={rows}
              chosen={chosen}
              onChoose={setChosen}
              choosable={mayEdit && !settled}
              onRetry={(id) => void retry([id])}
            />
            {asked.hasNextPage && (
              <div className="v-data-more">
                <Button variant="default" loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
                  {t('data.showMore', { shown: rows.length, total: listing.total })}
                </Button>
              </div>
            )}
          </>
        )}
      </StateView>
    </Page>
  );
}

function Letters(props: {
  rows: readonly DeadLetter[];
  chosen: ReadonlySet<number>;
  choosable: boolean;
  onChoose: (chosen: ReadonlySet<number>) => void;
  onRetry: (id: number) => void;
}) {
  const { rows, chosen, choosable, onChoose } = props;
  const toggle = (id: number) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  const all = rows.length > 0 && rows.every((row) => chosen.has(row.id));
  return (
    <div className="v-card v-data-letters">
      <Table verticalSpacing="xs" className="v-cardtable">
        <Table.Thead>
          <Table.Tr>
            {choosable && (
              <Table.Th w={40}>
                <Checkbox
                  aria-label={t('data.refused.chooseAll')}
                  checked={all}
                  indeterminate={!all && chosen.size > 0}
                  onChange={() => onChoose(all ? new Set() : new Set(rows.map((row) => row.id)))}
                />
              </Table.Th>
            )}
            <Table.Th>{t('data.refused.column.why')}</Table.Th>
            <Table.Th>{t('data.refused.column.from')}</Table.Th>
            <Table.Th>{t('data.refused.column.message')}</Table.Th>
            <Table.Th>{t('data.refused.column.when')}</Table.Th>
            <Table.Th>
              <span className="v-visually-hidden">{t('data.refused.column.action')}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.id}>
              {choosable && (
                <Table.Td>
                  <Checkbox
                    aria-label={t('data.refused.choose', { source: row.source })}
                    checked={chosen.has(row.id)}
                    onChange={() => toggle(row.id)}
                  />
                </Table.Td>
              )}
              <Table.Td data-label={t('data.refused.column.why')}>
                {row.reason}
                {row.settledAs && (
                  <div className="v-quiet">
                    {tName('data.refused.as', row.settledAs)} <Age at={row.settledAt} />
                  </div>
                )}
              </Table.Td>
              <Table.Td data-label={t('data.refused.column.from')}>
                <span className="v-data-source">{row.source}</span>
                <div className="v-quiet">{tName('data.refused.way', row.way)}</div>
              </Table.Td>
              <Table.Td data-label={t('data.refused.column.message')}>
                <code className="v-data-payload">{row.payload}</code>
                <div className="v-quiet">
                  {t('data.refused.bytes', { n: row.bytes })}
                  {row.hex && ` · ${t('data.refused.hex')}`}
                  {!row.complete && ` · ${t('data.refused.cut')}`}
                </div>
              </Table.Td>
              <Table.Td data-label={t('data.refused.column.when')}>
                <Age at={row.at} />
                {row.repeats > 0 && <div className="v-quiet">{t('data.refused.repeats', { n: row.repeats })}</div>}
              </Table.Td>
              <Table.Td>
                {choosable && row.complete && (
                  <Button size="xs" variant="default" onClick={() => props.onRetry(row.id)}>
                    {t('data.refused.retryOne')}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
