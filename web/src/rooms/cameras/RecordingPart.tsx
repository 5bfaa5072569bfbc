import { Button, Checkbox, Modal, NumberInput, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import {
  api,
  serverNow,
  useFootagePolicy,
  useMe,
  type Camera,
  type FootagePolicy,
  type RecordingMode,
} from '../../api';
import { problemText, StateView, toast } from '../../app';
import { t } from '../../words';

const MODES: readonly RecordingMode[] = ['CONTINUOUS', 'MOTION', 'ALERTS', 'SCHEDULE', 'OFF'];

/** How a camera is recorded and for how long that is kept. */
export function RecordingPart({ camera }: { camera: Camera }) {
  const { rights } = useMe();
  const asked = useFootagePolicy(camera.id, rights.includes('PLAY_FOOTAGE'));
  const [editing, setEditing] = useState(false);
  if (!rights.includes('PLAY_FOOTAGE')) return null;
  return (
    <section aria-label={t('cameras.recording.title')}>
      <h2>{t('cameras.recording.title')}</h2>
      <StateView of={asked}>
        {(policy) => (
          <>
            <p className="v-quiet">
              {t(`cameras.recording.mode.${policy.mode}`)}
              {policy.mode !== 'OFF' && ` · ${t('cameras.recording.keep', { n: policy.keepDays })}`}
              {policy.anonymiseAfterDays !== null &&
                ` · ${t('cameras.recording.anonymised', { n: policy.anonymiseAfterDays })}`}
              {policy.cardUrl && ` · ${t('cameras.recording.hasCard')}`}
            </p>
            <div className="v-camera-buttons">
              <Button
                component={Link}
                to="/footage"
                search={{ cameras: camera.id, at: new Date(serverNow() - 30_000).toISOString() } as never}
                size="compact-sm"
                variant="default"
              >
                {t('cameras.recording.play')}
              </Button>
              {rights.includes('MANAGE_FOOTAGE') && (
                <Button size="compact-sm" variant="default" onClick={() => setEditing(true)}>
                  {t('cameras.recording.change')}
                </Button>
              )}
            </div>
            {editing && <PolicyDialog camera={camera} policy={policy} onClose={() => setEditing(false)} />}
          </>
        )}
      </StateView>
    </section>
  );
}

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

function PolicyDialog(props: { camera: Camera; policy: FootagePolicy; onClose: () => void }) {
  const { camera, onClose } = props;
  const [policy, setPolicy] = useState(props.policy);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const change = (next: Partial<FootagePolicy>) => setPolicy((now) => ({ ...now, ...next }));
  const number = (
    name: 'preRollSeconds' | 'postRollSeconds' | 'keepDays' | 'keepAlertDays',
    min: number,
    max: number,
  ) => (
    <NumberInput
      label={t(`cameras.recording.${name}`)}
      value={policy[name]}
      min={min}
      max={max}
      allowDecimal={false}
      onChange={(value) => change({ [name]: Number(value) || min })}
    />
  );
  const save = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await api.put(`/footage/cameras/${camera.id}/policy`, policy);
      await client.invalidateQueries({ queryKey: ['footage', 'policy', camera.id] });
      toast(t('cameras.recording.saved'));
      onClose();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const shorter = policy.keepDays < props.policy.keepDays || policy.keepAlertDays < props.policy.keepAlertDays;
  return (
    <Modal opened onClose={onClose} title={t('cameras.recording.dialog', { camera: camera.name })} size="lg">
      <form
        className="v-camera-fields"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Select
          label={t('cameras.recording.modeLabel')}
          data={MODES.map((value) => ({ value, label: t(`cameras.recording.mode.${value}`) }))}
          value={policy.mode}
          allowDeselect={false}
          onChange={(value) => change({ mode: MODES.find((known) => known === value) ?? 'CONTINUOUS' })}
        />
        {policy.mode === 'SCHEDULE' && (
          <Schedule value={policy.schedule} onChange={(schedule) => change({ schedule })} />
        )}
        {(policy.mode === 'MOTION' || policy.mode === 'ALERTS') && (
          <div className="v-camera-two">
            {number('preRollSeconds', 0, 600)}
            {number('postRollSeconds', 0, 600)}
          </div>
        )}
        <div className="v-camera-two">
          {number('keepDays', 1, 3650)}
          {number('keepAlertDays', 1, 3650)}
        </div>
        <NumberInput
          label={t('cameras.recording.anonymise')}
          description={t('cameras.recording.anonymiseHelp')}
          value={policy.anonymiseAfterDays ?? ''}
          min={1}
          max={3650}
          allowDecimal={false}
          onChange={(value) => change({ anonymiseAfterDays: value === '' ? null : Number(value) })}
        />
        <Checkbox
          label={t('cameras.recording.sound')}
          checked={policy.sound}
          onChange={(event) => change({ sound: event.currentTarget.checked })}
        />
        <TextInput
          label={t('cameras.recording.purpose')}
          description={t('cameras.recording.purposeHelp')}
          value={policy.purpose}
          maxLength={500}
          onChange={(event) => change({ purpose: event.currentTarget.value })}
        />
        <TextInput
          label={t('cameras.recording.card')}
          description={t('cameras.recording.cardHelp')}
          placeholder="rtsp://"
          value={policy.cardUrl ?? ''}
          maxLength={500}
          inputMode="url"
          onChange={(event) => change({ cardUrl: event.currentTarget.value || null })}
        />
        {shorter && <p>{t('cameras.recording.shorter')}</p>}
        {error !== undefined && <p role="alert">{problemText(error).detail || problemText(error).title}</p>}
        <div className="v-camera-buttons">
          <Button variant="default" onClick={onClose}>
            {t('cameras.recording.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('cameras.recording.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Schedule(props: { value: FootagePolicy['schedule']; onChange: (next: FootagePolicy['schedule']) => void }) {
  const { value, onChange } = props;
  const put = (i: number, next: Partial<FootagePolicy['schedule'][number]>) =>
    onChange(value.map((slot, k) => (k === i ? { ...slot, ...next } : slot)));
  return (
    <div className="v-camera-fields">
      {value.map((slot, i) => (
        <fieldset key={i} className="v-camera-slot">
          <legend>{t('cameras.recording.slot', { n: i + 1 })}</legend>
          <Checkbox.Group value={slot.days.map(String)} onChange={(days) => put(i, { days: days.map(Number).sort() })}>
            <div className="v-camera-days">
              {DAYS.map((day) => (
                <Checkbox key={day} value={String(day)} label={t(`cameras.recording.day.${day}`)} />
              ))}
            </div>
          </Checkbox.Group>
          <div className="v-camera-days">
            <TextInput
              type="time"
              label={t('cameras.recording.from')}
              value={slot.from}
              onChange={(event) => put(i, { from: event.currentTarget.value })}
            />
            <TextInput
              type="time"
              label={t('cameras.recording.to')}
              value={slot.to === '24:00' ? '23:59' : slot.to}
              onChange={(event) => put(i, { to: event.currentTarget.value })}
            />
            <Button
              variant="default"
              leftSection={<IconTrash size={15} aria-hidden />}
              onClick={() => onChange(value.filter((_slot, k) => k !== i))}
            >
              {t('cameras.recording.removeSlot')}
            </Button>
          </div>
        </fieldset>
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={15} aria-hidden />}
        onClick={() => onChange([...value, { days: [1, 2, 3, 4, 5], from: '07:00', to: '19:00' }])}
      >
        {t('cameras.recording.addSlot')}
      </Button>
    </div>
  );
}
