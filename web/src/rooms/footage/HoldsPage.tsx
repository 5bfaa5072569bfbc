import { Button, Modal, MultiSelect, Table, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconArrowLeft, IconLock, IconPlus, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, apiUrl, useCameras, useHolds, type Hold } from '../../api';
import { At, EmptyState, Page, problemText, StateView, toast, toastProblem } from '../../app';
import { t } from '../../words';
import './footage.css';
import './ledger.css';

/** What no rule may delete, and why. */
export function HoldsPage() {
  const asked = useHolds();
  const cameras = useCameras().data ?? [];
  const nameOf = (id: string) => cameras.find((camera) => camera.id === id)?.name ?? id;
  const [search, setSearch] = useState('');
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Hold>();
  const fits = (hold: Hold) =>
    [hold.why, hold.by, ...hold.cameras.map(nameOf)].join('\n').toLowerCase().includes(search.toLowerCase());
  return (
    <Page
      title={t('footage.holds.title')}
      actions={
        <>
          <TextInput
            type="search"
            w={200}
            aria-label={t('footage.holds.search')}
            placeholder={t('footage.holds.search')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {t('footage.holds.add')}
          </Button>
          <Button
            component={Link}
            to="/footage/completeness"
            variant="default"
            leftSection={<IconArrowLeft size={16} aria-hidden />}
          >
            {t('footage.holds.back')}
          </Button>
        </>
      }
    >
      <StateView
        of={asked}
        empty={
          <EmptyState icon={<IconLock size={34} stroke={1.4} aria-hidden />} title={t('footage.holds.empty')}>
            {t('footage.holds.emptyWhy')}
          </EmptyState>
        }
      >
        {(holds) => {
          const rows = holds.filter(fits);
          if (rows.length === 0) return <EmptyState title={t('footage.holds.none')} />;
          return (
            <>
              <p className="v-quiet v-ledger-why">{t('footage.holds.why')}</p>
              <div className="v-card v-ledger-holds">
                <Table verticalSpacing="xs" className="v-cardtable">
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('footage.holds.reason')}</Table.Th>
                      <Table.Th>{t('footage.holds.cameras')}</Table.Th>
                      <Table.Th>{t('footage.holds.from')}</Table.Th>
                      <Table.Th>{t('footage.holds.to')}</Table.Th>
                      <Table.Th>{t('footage.holds.by')}</Table.Th>
                      <Table.Th />
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {rows.map((hold) => (
                      <Table.Tr key={hold.id}>
                        <Table.Td>
                          {hold.why}
                          {hold.endedAt && (
                            <div className="v-quiet">
                              {t('footage.holds.ended', { who: hold.endedBy ?? '', why: hold.endedReason ?? '' })}
                            </div>
                          )}
                        </Table.Td>
                        <Table.Td data-label={t('footage.holds.cameras')}>
                          {hold.cameras.map(nameOf).join(', ')}
                        </Table.Td>
                        <Table.Td data-label={t('footage.holds.from')}>
                          <At at={hold.from} />
                        </Table.Td>
                        <Table.Td data-label={t('footage.holds.to')}>
                          {hold.to ? <At at={hold.to} /> : t('footage.holds.open')}
                        </Table.Td>
                        <Table.Td data-label={t('footage.holds.by')}>{hold.by}</Table.Td>
                        <Table.Td>
                          {!hold.endedAt && (
                            <Button size="compact-sm" variant="default" onClick={() => setEnding(hold)}>
                              {t('footage.holds.end')}
                            </Button>
                          )}
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </div>
            </>
          );
        }}
      </StateView>
      {adding && <AddHold cameras={cameras} onClose={() => setAdding(false)} />}
      {ending && <EndHold hold={ending} onClose={() => setEnding(undefined)} />}
    </Page>
  );
}

function AddHold(props: { cameras: readonly { id: string; name: string }[]; onClose: () => void }) {
  const [cameras, setCameras] = useState<string[]>([]);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [why, setWhy] = useState('');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.post('/footage/holds', {
        cameras,
        from: new Date(from).toISOString(),
        to: to ? new Date(to).toISOString() : null,
        why: why.trim(),
      });
      await client.invalidateQueries({ queryKey: ['footage', 'holds'] });
      toast(t('footage.holds.saved'));
      props.onClose();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={props.onClose} title={t('footage.holds.add')}>
      <form
        className="v-footage-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <MultiSelect
          label={t('footage.holds.cameras')}
          data={props.cameras.map((camera) => ({ value: camera.id, label: camera.name }))}
          value={cameras}
          onChange={setCameras}
          searchable
          required
        />
        <TextInput
          type="datetime-local"
          label={t('footage.holds.from')}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
          required
        />
        <TextInput
          type="datetime-local"
          label={t('footage.holds.to')}
          description={t('footage.holds.toHelp')}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Textarea
          label={t('footage.holds.reason')}
          value={why}
          maxLength={1000}
          onChange={(event) => setWhy(event.currentTarget.value)}
          required
        />
        {error !== undefined && (
          <p role="alert" className="v-footage-problem">
            {problemText(error).detail || problemText(error).title}
          </p>
        )}
        <div className="v-footage-buttons">
          <Button variant="default" onClick={props.onClose}>
            {t('footage.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={cameras.length === 0 || !from || why.trim() === ''}>
            {t('footage.holds.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function EndHold({ hold, onClose }: { hold: Hold; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const end = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.delete(apiUrl(`/footage/holds/${hold.id}`, { reason: reason.trim() }).replace('/api/v1', ''));
      await client.invalidateQueries({ queryKey: ['footage', 'holds'] });
      toast(t('footage.holds.endedNow'));
      onClose();
    } catch (error) {
      toastProblem(error);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('footage.holds.endTitle')}>
      <form
        className="v-footage-form"
        onSubmit={(event) => {
          event.preventDefault();
          void end();
        }}
      >
        <p>{t('footage.holds.endWhy')}</p>
        <Textarea
          label={t('footage.holds.endReason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          required
          data-autofocus
        />
        <div className="v-footage-buttons">
          <Button variant="default" onClick={onClose}>
            {t('footage.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={reason.trim() === ''}>
            {t('footage.holds.end')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
