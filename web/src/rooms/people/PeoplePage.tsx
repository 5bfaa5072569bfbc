import { Button, Checkbox, CopyButton, Menu, Modal, Select, Table, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconCheck, IconCopy, IconDots, IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { api, Problem, useMe, type Listing, type Named, type Role } from '../../api';
import { EmptyState, problemText, StateMark, StateView, toast, toastProblem, toastUndo, useKeys } from '../../app';
import { t } from '../../words';
import { AdminPage } from './tabs';

export interface PersonView {
  id: string;
  name: string;
  displayName: string;
  role: Role;
  agency: Named;
  active: boolean;
  oneTimePassword?: string | null;
}

const ROLES: readonly Role[] = ['OPERATOR', 'INVESTIGATOR', 'SUPERVISOR', 'ADMINISTRATOR'];

/** Who works here, what they may do; accounts are made and closed here. */
export function PeoplePage() {
  const [search, setSearch] = useState('');
  const [closed, setClosed] = useState(false);
  const [adding, setAdding] = useState(false);
  const [password, setPassword] = useState<PersonView | null>(null);
  const asked = useQuery({
    queryKey: ['people', 'list'],
    queryFn: ({ signal }) => api.get<Listing<PersonView>>('/people', { limit: 1000 }, signal),
    select: (listing) => listing.items,
  });
  const mayEdit = useMe().rights.includes('EDIT_PEOPLE');
  useKeys(mayEdit ? [{ key: 'n', does: t('people.add'), run: () => setAdding(true) }] : []);
  const rows = (asked.data ?? []).filter(
    (person) =>
      (closed || person.active) &&
      `${person.name} ${person.displayName} ${person.agency.name}`.toLowerCase().includes(search.trim().toLowerCase()),
  );
  return (
    <AdminPage
      title={t('people.title')}
      right="EDIT_PEOPLE"
      actions={
        <>
          <Checkbox
            label={t('people.showClosed')}
            checked={closed}
            onChange={(event) => setClosed(event.currentTarget.checked)}
          />
          <TextInput
            type="search"
            w={200}
            aria-label={t('people.search')}
            placeholder={t('people.search')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {t('people.add')}
          </Button>
        </>
      }
    >
      <StateView of={asked}>
        {() =>
          rows.length === 0 ? <EmptyState title={t('people.none')} /> : <Rows rows={rows} onPassword={setPassword} />
        }
      </StateView>
      {adding && (
        <AddPerson
          onClose={() => setAdding(false)}
          onAdded={(person) => {
            setAdding(false);
            setPassword(person);
          }}
        />
      )}
      {password && <PasswordOnce person={password} onClose={() => setPassword(null)} />}
    </AdminPage>
  );
}

function Rows({ rows, onPassword }: { rows: PersonView[]; onPassword: (person: PersonView) => void }) {
  const me = useMe().person.id;
  const client = useQueryClient();
  const fresh = () => client.invalidateQueries({ queryKey: ['people'] });
  const change = async (person: PersonView, to: Partial<PersonView>, done: string): Promise<void> => {
    try {
      await api.patch(`/people/${person.id}`, to);
      await fresh();
      const back = Object.fromEntries(Object.keys(to).map((key) => [key, person[key as keyof PersonView]]));
      toastUndo(done, async () => {
        await api.patch(`/people/${person.id}`, back);
        await fresh();
      });
    } catch (error) {
      toastProblem(error);
    }
  };
  const reset = async (person: PersonView): Promise<void> => {
    try {
      onPassword(await api.patch<PersonView>(`/people/${person.id}`, { resetPassword: true }));
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <div className="v-card v-people-table">
      <Table verticalSpacing="xs" highlightOnHover className="v-cardtable">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('people.column.person')}</Table.Th>
            <Table.Th>{t('people.column.name')}</Table.Th>
            <Table.Th>{t('people.column.role')}</Table.Th>
            <Table.Th>{t('people.column.agency')}</Table.Th>
            <Table.Th>{t('people.column.state')}</Table.Th>
            <Table.Th>
              <span className="v-visually-hidden">{t('people.column.actions')}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((person) => (
            <Table.Tr key={person.id}>
              <Table.Td>
                {person.displayName}
                {person.id === me && <span className="v-quiet"> {t('people.you')}</span>}
              </Table.Td>
              <Table.Td data-label={t('people.column.name')}>{person.name}</Table.Td>
              <Table.Td data-label={t('people.column.role')}>
                <Select
                  w={160}
                  aria-label={t('people.roleOf', { person: person.displayName })}
                  data={ROLES.map((role) => ({ value: role, label: t(`app.role.${role}`) }))}
                  value={person.role}
                  allowDeselect={false}
                  disabled={person.id === me || !person.active}
                  onChange={(role) => {
                    if (role && role !== person.role) {
                      void change(
                        person,
                        { role: role as Role },
                        t('people.done.role', { person: person.displayName, role: t(`app.role.${role as Role}`) }),
                      );
                    }
                  }}
                />
              </Table.Td>
              <Table.Td data-label={t('people.column.agency')}>{person.agency.name}</Table.Td>
              <Table.Td data-label={t('people.column.state')}>
                <StateMark tone={person.active ? 'good' : 'unknown'}>
                  {t(person.active ? 'people.active' : 'people.closed')}
                </StateMark>
              </Table.Td>
              <Table.Td>
                <Menu position="bottom-end" shadow="md">
                  <Menu.Target>
                    <Button variant="default" px={9} aria-label={t('people.actionsOf', { person: person.displayName })}>
                      <IconDots size={18} aria-hidden />
                    </Button>
                  </Menu.Target>
                  <Menu.Dropdown>
                    <Menu.Item disabled={!person.active} onClick={() => void reset(person)}>
                      {t('people.reset')}
                    </Menu.Item>
                    <Menu.Item
                      disabled={person.id === me}
                      onClick={() =>
                        void change(
                          person,
                          { active: !person.active },
                          t(person.active ? 'people.done.closed' : 'people.done.opened', {
                            person: person.displayName,
                          }),
                        )
                      }
                    >
                      {t(person.active ? 'people.close' : 'people.open')}
                    </Menu.Item>
                  </Menu.Dropdown>
                </Menu>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function AddPerson({ onClose, onAdded }: { onClose: () => void; onAdded: (person: PersonView) => void }) {
  const [form, setForm] = useState({
    name: '',
    displayName: '',
    role: 'OPERATOR' as Role,
    agencyId: null as string | null,
  });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [saving, setSaving] = useState(false);
  const client = useQueryClient();
  const agencies = useQuery({
    queryKey: ['agencies'],
    queryFn: ({ signal }) => api.get<Listing<Named>>('/agencies', undefined, signal),
  }).data?.items;
  const save = async (): Promise<void> => {
    setSaving(true);
    setProblem(null);
    try {
      const { agencyId, ...rest } = form;
      const person = await api.post<PersonView>('/people', { ...rest, ...(agencyId && { agencyId }) });
      await client.invalidateQueries({ queryKey: ['people'] });
      onAdded(person);
    } catch (error) {
      if (error instanceof Problem && error.status >= 400 && error.status < 500) setProblem(error);
      else toastProblem(error);
    } finally {
      setSaving(false);
    }
  };
  const wrong = (field: string): string | undefined =>
    problem?.field === field ? problem.detail || problem.title : undefined;
  return (
    <Modal opened onClose={onClose} title={t('people.add')}>
      <form
        className="v-people-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label={t('people.field.displayName')}
          description={t('people.field.displayNameHelp')}
          value={form.displayName}
          error={wrong('displayName')}
          onChange={(event) => setForm({ ...form, displayName: event.currentTarget.value })}
          required
          data-autofocus
        />
        <TextInput
          label={t('people.field.name')}
          description={t('people.field.nameHelp')}
          value={form.name}
          error={wrong('name')}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
          required
          autoComplete="off"
        />
        <Select
          label={t('people.field.role')}
          description={t(`people.roleHelp.${form.role}`)}
          data={ROLES.map((role) => ({ value: role, label: t(`app.role.${role}`) }))}
          value={form.role}
          allowDeselect={false}
          onChange={(role) => role && setForm({ ...form, role: role as Role })}
        />
        {(agencies?.length ?? 0) > 1 && (
          <Select
            label={t('people.field.agency')}
            data={(agencies ?? []).map((agency) => ({ value: agency.id, label: agency.name }))}
            value={form.agencyId}
            placeholder={t('people.field.agencyOwn')}
            onChange={(agencyId) => setForm({ ...form, agencyId })}
            clearable
          />
        )}
        {problem && !['name', 'displayName'].includes(problem.field ?? '') && (
          <p role="alert" className="v-people-problem">
            {problemText(problem).detail || problemText(problem).title}
          </p>
        )}
        <div className="v-people-buttons">
          <Button variant="default" onClick={onClose}>
            {t('people.cancel')}
          </Button>
          <Button type="submit" loading={saving}>
            {t('people.create')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** The one time this password is shown; a click outside must not lose it. */
function PasswordOnce({ person, onClose }: { person: PersonView; onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('people.password.title', { person: person.displayName })}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <div className="v-people-form">
        <p>{t('people.password.why')}</p>
        <div className="v-people-password">
          <code>{person.oneTimePassword ?? ''}</code>
          <CopyButton value={person.oneTimePassword ?? ''}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
                onClick={() => {
                  copy();
                  toast(t('people.password.copied'));
                }}
              >
                {t('people.password.copy')}
              </Button>
            )}
          </CopyButton>
        </div>
        <p className="v-quiet">{t('people.password.signIn', { name: person.name })}</p>
        <div className="v-people-buttons">
          <Button onClick={onClose}>{t('people.password.done')}</Button>
        </div>
      </div>
    </Modal>
  );
}
