import { Button, Modal, SegmentedControl, Table, Textarea, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconGavel, IconPlus, IconSearch } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { api, listOf, useMe, type Case } from '../../api';
import { Age, EmptyState, Page, problemText, StateMark, StateView, useKeys } from '../../app';
import { t } from '../../words';
import './evidence.css';

type Status = 'OPEN' | 'CLOSED' | 'ALL';

/** Every case this person may see; search and status live in the address. */
export function CasesPage() {
  const address = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const mayWork = useMe().rights.includes('WORK_EVIDENCE');
  const status: Status = address['status'] === 'CLOSED' || address['status'] === 'ALL' ? address['status'] : 'OPEN';
  const search = typeof address['q'] === 'string' ? address['q'] : '';
  const show = (next: { status?: Status; q?: string }): void => {
    const all = { status, q: search, ...next };
    void navigate({
      to: '/evidence',
      search: { ...(all.status !== 'OPEN' && { status: all.status }), ...(all.q && { q: all.q }) } as never,
      replace: true,
    });
  };
  const question = { q: search, ...(status !== 'ALL' && { status }) };
  const asked = useQuery({
    queryKey: ['cases', 'list', question],
    queryFn: async ({ signal }) => listOf(await api.get<{ items: Case[] }>('/evidence/cases', question, signal)),
    placeholderData: (before) => before,
  });
  const [cursor, setCursor] = useState(-1);
  const [adding, setAdding] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const rows = asked.data ?? [];
  useKeys([
    { key: 'j', does: t('evidence.keys.next'), run: () => setCursor(Math.min(cursor + 1, rows.length - 1)) },
    { key: 'k', does: t('evidence.keys.previous'), run: () => setCursor(Math.max(cursor - 1, 0)) },
    {
      key: 'o',
      does: t('evidence.keys.open'),
      run: () => {
        const row = rows[cursor];
        if (row) void navigate({ to: '/evidence/$caseId', params: { caseId: row.id } });
      },
    },
    { key: '/', does: t('evidence.keys.search'), run: () => field.current?.focus() },
    ...(mayWork ? [{ key: 'n', does: t('evidence.new'), run: () => setAdding(true) }] : []),
  ]);
  const add = mayWork && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t('evidence.new')}
    </Button>
  );
  return (
    <Page
      title={t('evidence.title')}
      actions={
        <>
          <SegmentedControl
            aria-label={t('evidence.status.label')}
            data={(['OPEN', 'CLOSED', 'ALL'] as const).map((value) => ({
              value,
              label: t(`evidence.status.${value}`),
            }))}
            value={status}
            onChange={(value) => show({ status: value as Status })}
          />
          <Search value={search} onChange={(q) => show({ q })} field={field} />
          {add}
        </>
      }
    >
      <StateView
        of={asked}
        empty={
          search || status === 'CLOSED' ? (
            <EmptyState
              title={t('evidence.empty.filtered')}
              action={
                <Button variant="default" onClick={() => show({ q: '', status: 'OPEN' })}>
                  {t('evidence.empty.clear')}
                </Button>
              }
            />
          ) : (
            <EmptyState
              icon={<IconGavel size={34} stroke={1.4} aria-hidden />}
              title={t('evidence.empty.title')}
              action={add || undefined}
            >
              {t('evidence.empty.why')}
            </EmptyState>
          )
        }
      >
        {(items) => <Rows items={items} cursor={cursor} />}
      </StateView>
      {adding && <CaseDialog onClose={() => setAdding(false)} />}
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
      aria-label={t('evidence.search')}
      placeholder={t('evidence.search')}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        later(event.currentTarget.value);
      }}
    />
  );
}

function Rows({ items, cursor }: { items: Case[]; cursor: number }) {
  return (
    <div className="v-card v-evidence-table">
      <Table verticalSpacing="xs" highlightOnHover className="v-cardtable">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('evidence.column.title')}</Table.Th>
            <Table.Th>{t('evidence.column.number')}</Table.Th>
            <Table.Th>{t('evidence.column.exhibits')}</Table.Th>
            <Table.Th>{t('evidence.column.by')}</Table.Th>
            <Table.Th>{t('evidence.column.when')}</Table.Th>
            <Table.Th>{t('evidence.column.status')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item, i) => (
            <Table.Tr key={item.id} data-cursor={i === cursor || undefined}>
              <Table.Td>
                <Link to="/evidence/$caseId" params={{ caseId: item.id }}>
                  {item.title}
                </Link>
                {item.description && <div className="v-quiet v-evidence-line">{item.description}</div>}
              </Table.Td>
              <Table.Td data-label={t('evidence.column.number')} className="v-number">
                {item.number}
              </Table.Td>
              <Table.Td data-label={t('evidence.column.exhibits')} className="v-number">
                {item.exhibits}
              </Table.Td>
              <Table.Td data-label={t('evidence.column.by')}>{item.createdBy}</Table.Td>
              <Table.Td data-label={t('evidence.column.when')}>
                <Age at={item.createdAt} />
              </Table.Td>
              <Table.Td data-label={t('evidence.column.status')}>
                <CaseStatus of={item} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

export function CaseStatus({ of }: { of: Case }) {
  return (
    <>
      <StateMark tone={of.status === 'OPEN' ? 'good' : 'unknown'}>{t(`evidence.status.${of.status}`)}</StateMark>
      {of.agencies.length > 0 && <div className="v-quiet">{t('evidence.shared', { n: of.agencies.length })}</div>}
    </>
  );
}

/** Opens a case, or changes what is written on one. */
export function CaseDialog({ of, onClose }: { of?: Case; onClose: () => void }) {
  const [title, setTitle] = useState(of?.title ?? '');
  const [description, setDescription] = useState(of?.description ?? '');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const navigate = useNavigate();
  const save = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const body = { title: title.trim(), description: description.trim() };
      const saved = of
        ? await api.patch<Case>(`/evidence/cases/${of.id}`, body)
        : await api.post<Case>('/evidence/cases', body);
      await client.invalidateQueries({ queryKey: ['cases'] });
      onClose();
      if (!of) await navigate({ to: '/evidence/$caseId', params: { caseId: saved.id } });
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t(of ? 'evidence.case.edit' : 'evidence.new')}>
      <form
        className="v-evidence-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label={t('evidence.form.title')}
          placeholder={t('evidence.form.titleExample')}
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.currentTarget.value)}
          required
          data-autofocus
        />
        <Textarea
          label={t('evidence.form.description')}
          value={description}
          maxLength={4000}
          autosize
          minRows={3}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Refusal error={error} />
        <div className="v-evidence-buttons">
          <Button variant="default" onClick={onClose}>
            {t('evidence.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={title.trim() === ''}>
            {t(of ? 'evidence.form.save' : 'evidence.form.open')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** What the server said against it. */
export function Refusal({ error }: { error: unknown }) {
  if (error === undefined) return null;
  const { title, detail } = problemText(error);
  return (
    <p role="alert" className="v-evidence-problem">
      {detail || title}
    </p>
  );
}
