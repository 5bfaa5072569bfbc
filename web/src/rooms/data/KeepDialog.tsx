import { Button, Modal, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Channel, type Device, type Exhibit } from '../../api';
import { CaseSelect, clockSpan, problemText, toast, useOpenCases } from '../../app';
import { t } from '../../words';

/** Seals what the chart shows into a case. */
export function KeepDialog(props: {
  channel: Channel;
  device: Device;
  /** What is measured, in words; undefined when nobody has said. */
  quantity: string | undefined;
  from: number;
  to: number;
  onClose: () => void;
}) {
  const { channel, device, quantity, from, to, onClose } = props;
  const name = `${device.name}: ${quantity ?? channel.name}`;
  const [known, setKnown] = useState<string | null>(null);
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const client = useQueryClient();
  const navigate = useNavigate();
  const cases = useOpenCases();
  const keep = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const made = await api.post<Exhibit>(`/evidence/cases/${known ?? ''}/series`, {
        datastream: channel.datastream,
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        title: name.slice(0, 200),
        why: why.trim(),
      });
      await client.invalidateQueries({ queryKey: ['cases'] });
      toast(t('data.keep.done'));
      void navigate({ to: '/evidence/exhibits/$exhibitId', params: { exhibitId: made.id } });
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const problem = error === undefined ? undefined : problemText(error);
  return (
    <Modal opened onClose={onClose} title={t('data.keep.title')}>
      <form
        className="v-sensor-keep"
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        <p className="v-quiet">
          {name}, {clockSpan(from, to)}. {t('data.keep.help')}
        </p>
        <CaseSelect cases={cases} value={known} onChange={setKnown} />
        <Textarea
          label={t('data.keep.why')}
          value={why}
          maxLength={1000}
          autosize
          minRows={2}
          onChange={(event) => setWhy(event.currentTarget.value)}
          required
        />
        {problem && <p role="alert">{problem.detail || problem.title}</p>}
        <div className="v-sensor-keep-buttons">
          <Button variant="default" onClick={onClose}>
            {t('data.keep.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={known === null || why.trim() === ''}>
            {t('data.keep.button')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
