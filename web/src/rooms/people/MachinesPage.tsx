import { Button, Table, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { api, useMe, type MachineRight, type MachineToken, type MachineTokens } from '../../api';
import { Age, EmptyState, StateMark, StateView, useKeys, type Tone } from '../../app';
import { t, tName } from '../../words';
import { capital } from './capital';
import { AddMachine, RevokeToken, TokenOnce } from './MachineDialogs';
import { AdminPage } from './tabs';

const PAGE = 100;
const TONES: Record<MachineToken['state'], Tone> = { IN_FORCE: 'good', EXPIRED: 'warn', REVOKED: 'unknown' };

/** Machines that may write and read with a token: made, looked up and revoked here. */
export function MachinesPage() {
  const [text, setText] = useState('');
  const [search, setSearch] = useState('');
  const [adding, setAdding] = useState(false);
  const [fresh, setFresh] = useState<MachineToken | null>(null);
  const [revoking, setRevoking] = useState<MachineToken | null>(null);
  const later = useDebouncedCallback(setSearch, 350);
  const may = useMe().rights.includes('EDIT_MACHINES');
  const asked = useInfiniteQuery({
    queryKey: ['tokens', search],
    queryFn: ({ pageParam, signal }) =>
      api.get<MachineTokens>('/tokens', { search, limit: PAGE, offset: pageParam }, signal),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const seen = pages.reduce((sum, page) => sum + page.items.length, 0);
      return last.items.length > 0 && seen < last.total ? seen : undefined;
    },
    placeholderData: keepPreviousData,
    enabled: may,
  });
  useKeys(may ? [{ key: 'n', does: t('people.machines.add'), run: () => setAdding(true) }] : []);
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t('people.machines.add')}
    </Button>
  );
  return (
    <AdminPage
      title={t('people.machines.title')}
      right="EDIT_MACHINES"
      actions={
        <>
          <TextInput
            type="search"
            w={200}
            aria-label={t('people.machines.search')}
            placeholder={t('people.machines.search')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              later(event.currentTarget.value.trim());
            }}
          />
          {add}
        </>
      }
    >
      <p className="v-quiet v-people-lead">{t('people.machines.lead')}</p>
      <StateView
        of={asked}
        isEmpty={({ pages }) => pages[0]?.total === 0}
        empty={
          search ? (
            <EmptyState title={t('people.machines.noneFound')} />
          ) : (
            <EmptyState title={t('people.machines.none')}>{t('people.machines.noneWhy')}</EmptyState>
          )
        }
      >
        {({ pages }) => (
          <>
            <Rows rows={pages.flatMap((page) => page.items)} onRevoke={setRevoking} />
            <p className="v-quiet v-people-more">
              {t('people.machines.shown', {
                shown: pages.reduce((sum, page) => sum + page.items.length, 0),
                total: pages[0]?.total ?? 0,
              })}
              {asked.hasNextPage && (
                <Button variant="default" loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
                  {t('people.machines.more')}
                </Button>
              )}
            </p>
          </>
        )}
      </StateView>
      {adding && (
        <AddMachine
          grantable={asked.data?.pages[0]?.grantable ?? []}
          onClose={() => setAdding(false)}
          onAdded={(token) => {
            setAdding(false);
            setFresh(token);
          }}
        />
      )}
      {fresh && <TokenOnce token={fresh} onClose={() => setFresh(null)} />}
      {revoking && <RevokeToken token={revoking} onClose={() => setRevoking(null)} />}
    </AdminPage>
  );
}

function Rows({ rows, onRevoke }: { rows: MachineToken[]; onRevoke: (token: MachineToken) => void }) {
  return (
    <div className="v-card v-people-table">
      <Table verticalSpacing="xs" highlightOnHover className="v-cardtable">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('people.machines.column.machine')}</Table.Th>
            <Table.Th>{t('people.machines.column.rights')}</Table.Th>
            <Table.Th>{t('people.column.agency')}</Table.Th>
            <Table.Th>{t('people.machines.column.lastUsed')}</Table.Th>
            <Table.Th>{t('people.machines.column.expires')}</Table.Th>
            <Table.Th>{t('people.machines.column.state')}</Table.Th>
            <Table.Th>
              <span className="v-visually-hidden">{t('people.column.actions')}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((token) => (
            <Table.Tr key={token.id}>
              <Table.Td>
                {token.name}
                <div className="v-quiet v-people-id">{token.id}</div>
              </Table.Td>
              <Table.Td data-label={t('people.machines.column.rights')}>{rightsText(token.rights)}</Table.Td>
              <Table.Td data-label={t('people.column.agency')}>{token.agency.name}</Table.Td>
              <Table.Td data-label={t('people.machines.column.lastUsed')}>
                {token.times.lastUsedAt ? <Age at={token.times.lastUsedAt} /> : t('people.machines.neverUsed')}
              </Table.Td>
              <Table.Td data-label={t('people.machines.column.expires')}>
                {token.times.expiresAt ? <Day at={token.times.expiresAt} /> : t('people.machines.neverExpires')}
              </Table.Td>
              <Table.Td data-label={t('people.machines.column.state')}>
                <StateMark tone={TONES[token.state]} title={t('people.machines.madeBy', { person: token.createdBy })}>
                  {t(`people.machines.state.${token.state}`)}
                </StateMark>
              </Table.Td>
              <Table.Td>
                {token.state !== 'REVOKED' && (
                  <Button
                    variant="default"
                    aria-label={t('people.machines.revokeOf', { machine: token.name })}
                    onClick={() => onRevoke(token)}
                  >
                    {t('people.machines.revoke')}
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

/** A day with its year, as things that end far away need it; the exact time on hover. */
function Day({ at }: { at: string }) {
  const date = new Date(at);
  return (
    <time dateTime={at} title={date.toLocaleString('en-GB')}>
      {date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })}
    </time>
  );
}

/** "Write observations, see alerts". */
function rightsText(rights: readonly MachineRight[]): string {
  return capital(rights.map((right) => tName('people.machines.right', right)).join(', '));
}
