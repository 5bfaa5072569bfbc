import { Button, Modal, NumberInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, Problem, sensorKeys, type Channel, type Device, type Job } from '../../api';
import { At, formatNumber, problemText, toast, toastProblem } from '../../app';
import { t } from '../../words';
import { JobProgress } from './JobProgress';

/** How raw values of a channel become results: every version, the way to add one, and to apply it to the past. */
export function Calibrations({ channel, device, mayEdit }: { channel: Channel; device: Device; mayEdit: boolean }) {
  const [adding, setAdding] = useState(false);
  const [job, setJob] = useState<Job>();
  const client = useQueryClient();
  const apply = async (): Promise<void> => {
    try {
      setJob(await api.post<Job>(`/sensing/datastreams/${channel.datastream}/calibrations/apply`, {}));
    } catch (error) {
      toastProblem(error);
    }
  };
  const newest = channel.calibrations.at(-1);
  if (!newest && !mayEdit) return null;
  return (
    <section aria-label={t('data.calibration.title')}>
      <h2>{t('data.calibration.title')}</h2>
      {channel.calibrations.length === 0 ? (
        <p className="v-quiet">{t('data.calibration.none')}</p>
      ) : (
        <ul className="v-sensor-calibrations">
          {[...channel.calibrations].reverse().map((each) => (
            <li key={each.version}>
              <span>
                {t('data.calibration.formula', {
                  version: each.version,
                  gain: formatNumber(each.gain),
                  offset: `${each.offset < 0 ? '−' : '+'} ${formatNumber(Math.abs(each.offset))}`,
                })}
              </span>
              <span className="v-quiet">
                {t('data.calibration.from')} <At at={each.from} />
                {each.reference && ` · ${each.reference}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {job && (
        <JobProgress
          job={job}
          path={`/sensing/jobs/${job.id}`}
          onDone={() => void client.invalidateQueries({ queryKey: ['series'] })}
        />
      )}
      {mayEdit && (
        <div className="v-sensor-buttons">
          <Button size="xs" variant="default" onClick={() => setAdding(true)}>
            {t('data.calibration.add')}
          </Button>
          {newest && (
            <Button size="xs" variant="default" onClick={() => void apply()}>
              {t('data.calibration.apply')}
            </Button>
          )}
        </div>
      )}
      {adding && (
        <AddCalibration
          channel={channel}
          onClose={() => setAdding(false)}
          onAdded={() => {
            setAdding(false);
            toast(t('data.calibration.added'));
            void client.invalidateQueries({ queryKey: sensorKeys.one(device.id) });
          }}
        />
      )}
    </section>
  );
}

function AddCalibration(props: { channel: Channel; onClose: () => void; onAdded: () => void }) {
  const { channel } = props;
  const [from, setFrom] = useState(() => localTime(new Date()));
  const [gain, setGain] = useState<number | string>(1);
  const [offset, setOffset] = useState<number | string>(0);
  const [reference, setReference] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [saving, setSaving] = useState(false);
  const save = async (): Promise<void> => {
    setSaving(true);
    setProblem(undefined);
    try {
      await api.post(`/sensing/datastreams/${channel.datastream}/calibrations`, {
        from: new Date(from).toISOString(),
        gain: Number(gain),
        offset: Number(offset),
        ...(reference.trim() && { reference: reference.trim() }),
      });
      props.onAdded();
    } catch (error) {
      if (error instanceof Problem && error.status >= 400 && error.status < 500) setProblem(error);
      else toastProblem(error);
    } finally {
      setSaving(false);
    }
  };
  const raw = channel.newest?.value;
  return (
    <Modal opened onClose={props.onClose} title={t('data.calibration.add')}>
      <form
        className="v-data-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <p className="v-quiet">{t('data.calibration.why')}</p>
        <TextInput
          type="datetime-local"
          label={t('data.calibration.fromField')}
          value={from}
          step={1}
          required
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <NumberInput label={t('data.calibration.gain')} value={gain} onChange={setGain} required data-autofocus />
        <NumberInput
          label={t('data.calibration.offset')}
          value={offset}
          onChange={setOffset}
          required
          {...(channel.unit && { suffix: ` ${channel.unit}` })}
        />
        <TextInput
          label={t('data.calibration.reference')}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
        />
        {raw !== null && raw !== undefined && gain !== '' && offset !== '' && (
          <p className="v-quiet">
            {t('data.calibration.sample', {
              raw: formatNumber(raw),
              result: formatNumber(raw * Number(gain) + Number(offset)),
              unit: channel.unit,
            })}
          </p>
        )}
        {problem && (
          <p role="alert" className="v-data-problem">
            {problemText(problem).detail || problemText(problem).title}
          </p>
        )}
        <div className="v-data-buttons">
          <Button variant="default" onClick={props.onClose}>
            {t('data.cancel')}
          </Button>
          <Button type="submit" loading={saving}>
            {t('data.calibration.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** A time as a field for date and time wants it: of this place, without zone. */
function localTime(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
