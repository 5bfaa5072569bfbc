import { Button, Checkbox, CopyButton, Modal, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { api, Problem, serverNow, type MachineRight, type MachineToken } from '../../api';
import { problemText, toast, toastProblem } from '../../app';
import { t, tName } from '../../words';
import { capital } from './capital';

/** A day in the calendar here, `years` from now, as date fields want it. */
function day(years: number): string {
  const date = new Date(serverNow());
  date.setFullYear(date.getFullYear() + years);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Asks what a machine is called, what it may do and until when. */
export function AddMachine(props: {
  grantable: readonly MachineRight[];
  onClose: () => void;
  onAdded: (token: MachineToken) => void;
}) {
  const { grantable, onClose, onAdded } = props;
  const [name, setName] = useState('');
  const [rights, setRights] = useState<string[]>(['WRITE_OBSERVATIONS']);
  const [until, setUntil] = useState(day(1));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [saving, setSaving] = useState(false);
  const client = useQueryClient();
  const save = async (): Promise<void> => {
    setSaving(true);
    setProblem(null);
    try {
      const expiresAt = until ? new Date(`${until}T23:59:59`).toISOString() : null;
      const token = await api.post<MachineToken>('/tokens', { name: name.trim(), rights, expiresAt });
      await client.invalidateQueries({ queryKey: ['tokens'] });
      onAdded(token);
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
    <Modal opened onClose={onClose} title={t('people.machines.add')}>
      <form
        className="v-people-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label={t('people.machines.field.name')}
          description={t('people.machines.field.nameHelp')}
          value={name}
          maxLength={120}
          error={wrong('name')}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          autoComplete="off"
          data-autofocus
        />
        <Checkbox.Group
          label={t('people.machines.field.rights')}
          description={t('people.machines.field.rightsHelp')}
          value={rights}
          error={wrong('rights')}
          onChange={setRights}
        >
          <div className="v-people-rights">
            {grantable.map((right) => (
              <Checkbox
                key={right}
                value={right}
                label={capital(tName('people.machines.right', right))}
                description={tName('people.machines.rightHelp', right, '')}
              />
            ))}
          </div>
        </Checkbox.Group>
        <TextInput
          type="date"
          label={t('people.machines.field.until')}
          description={t('people.machines.field.untilHelp')}
          value={until}
          min={day(0)}
          error={wrong('expiresAt')}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        {problem && !['name', 'rights', 'expiresAt'].includes(problem.field ?? '') && (
          <p role="alert" className="v-people-problem">
            {problemText(problem).detail || problemText(problem).title}
          </p>
        )}
        <div className="v-people-buttons">
          <Button variant="default" onClick={onClose}>
            {t('people.cancel')}
          </Button>
          <Button type="submit" loading={saving} disabled={name.trim() === '' || rights.length === 0}>
            {t('people.machines.create')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** The one time this token is shown; a click outside must not lose it. */
export function TokenOnce({ token, onClose }: { token: MachineToken; onClose: () => void }) {
  const secret = token.token ?? '';
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('people.machines.once.title', { machine: token.name })}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <div className="v-people-form">
        <p>{t('people.machines.once.why')}</p>
        <div className="v-people-password">
          <code className="v-people-token">{secret}</code>
          <CopyButton value={secret}>
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
        <p className="v-quiet">
          {t('people.machines.once.how')} <code>Authorization: Bearer …</code>
        </p>
        <div className="v-people-buttons">
          <Button onClick={onClose}>{t('people.machines.once.done')}</Button>
        </div>
      </div>
    </Modal>
  );
}

/** Asks first: a revoked token cannot be brought back, and the machine stops at once. */
export function RevokeToken({ token, onClose }: { token: MachineToken; onClose: () => void }) {
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const revoke = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.delete(`/tokens/${token.id}`);
      await client.invalidateQueries({ queryKey: ['tokens'] });
      toast(t('people.machines.revoked', { machine: token.name }));
      onClose();
    } catch (error) {
      toastProblem(error);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('people.machines.ask.title', { machine: token.name })}>
      <div className="v-people-form">
        <p>{t('people.machines.ask.why')}</p>
        <div className="v-people-buttons">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('people.cancel')}
          </Button>
          <Button loading={busy} onClick={() => void revoke()}>
            {t('people.machines.revoke')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
