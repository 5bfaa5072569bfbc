import { Button, Table, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { api, type Listing, type Named } from '../../api';
import { EmptyState, StateView, toast, toastProblem } from '../../app';
import { t } from '../../words';
import { AdminPage } from './tabs';

/** The departments that share this system: every camera and person belongs to one. */
export function AgenciesPage() {
  const [search, setSearch] = useState('');
  const [name, setName] = useState('');
  const client = useQueryClient();
  const asked = useQuery({
    queryKey: ['agencies'],
    queryFn: ({ signal }) => api.get<Listing<Named>>('/agencies', undefined, signal),
    select: (listing) => listing.items,
  });
  const run = async (job: () => Promise<unknown>, done: string): Promise<void> => {
    try {
      await job();
      await client.invalidateQueries({ queryKey: ['agencies'] });
      toast(done);
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <AdminPage
      title={t('people.agencies.title')}
      right="EDIT_AGENCIES"
      actions={
        <TextInput
          type="search"
          w={200}
          aria-label={t('people.agencies.search')}
          placeholder={t('people.agencies.search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      }
    >
      <p className="v-quiet v-people-lead">{t('people.agencies.lead')}</p>
      <form
        className="v-people-row"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) {
            void run(() => api.post('/agencies', { name: name.trim() }), t('people.agencies.added', { name })).then(
              () => setName(''),
            );
          }
        }}
      >
        <TextInput
          w={280}
          aria-label={t('people.agencies.name')}
          placeholder={t('people.agencies.name')}
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" disabled={name.trim() === ''}>
          {t('people.agencies.add')}
        </Button>
      </form>
      <StateView of={asked} empty={<EmptyState title={t('people.agencies.none')} />}>
        {(agencies) => {
          const rows = agencies.filter((agency) => agency.name.toLowerCase().includes(search.trim().toLowerCase()));
          return rows.length === 0 ? (
            <EmptyState title={t('people.agencies.none')} />
          ) : (
            <div className="v-card v-people-table">
              <Table verticalSpacing="xs" className="v-cardtable">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('people.agencies.name')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {rows.map((agency) => (
                    <Table.Tr key={agency.id}>
                      <Table.Td>
                        <NameField
                          label={t('people.agencies.nameOf', { name: agency.name })}
                          value={agency.name}
                          onSave={(next) =>
                            void run(() => api.patch(`/agencies/${agency.id}`, { name: next }), t('people.saved'))
                          }
                        />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </div>
          );
        }}
      </StateView>
    </AdminPage>
  );
}

/** A name that is changed in its place: Enter or leaving saves, Esc takes it back. */
export function NameField(props: { label: string; value: string; onSave: (name: string) => void }) {
  const [text, setText] = useState<string | null>(null);
  const save = (): void => {
    const next = text?.trim();
    if (next && next !== props.value) props.onSave(next);
    setText(null);
  };
  return (
    <TextInput
      aria-label={props.label}
      maw={320}
      maxLength={120}
      value={text ?? props.value}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') setText(null);
      }}
    />
  );
}
