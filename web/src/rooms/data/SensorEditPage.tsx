import { Button, Checkbox, Switch, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, Problem, sensorKeys, useDevice, useKinds, type Device, type DeviceForm, type Kinds } from '../../api';
import { LoadingState, Page, problemText, StateView, toast, toastProblem } from '../../app';
import { t } from '../../words';
import { ChannelsTable } from './ChannelsTable';
import { IdentityFields } from './IdentityFields';
import { formOf, missing, type SensorDraft } from './onboarding';
import { BackLink } from './SensorPage';
import { SpotMap } from './SpotMap';
import './data.css';
import './onboard.css';

/** Changes what is known of a sensor. */
export function SensorEditPage() {
  const { deviceId } = useParams({ strict: false }) as { deviceId: string };
  // Asked once: what is typed must not be written over by the next answer.
  const asked = useDevice(deviceId, Infinity);
  const kinds = useKinds().data;
  return (
    <Page title={t('data.edit.title', { name: asked.data?.name ?? deviceId })} actions={<BackLink />}>
      <StateView of={asked}>
        {(device) => (kinds ? <EditForm key={device.id} device={device} kinds={kinds} /> : <LoadingState />)}
      </StateView>
    </Page>
  );
}

function draftFrom(device: Device): SensorDraft {
  return {
    id: device.id,
    name: device.name,
    kind: device.kind,
    mapping: device.mapping,
    gateway: device.gateway,
    location: device.location ?? null,
    channels: device.channels.map(({ channel, quantity, unit, silenceSeconds }) => ({
      ...{ channel, quantity, unit, silenceSeconds },
      sample: '',
      taken: true,
    })),
  };
}

function EditForm({ device, kinds }: { device: Device; kinds: Kinds }) {
  const [draft, setDraft] = useState(() => draftFrom(device));
  const [enabled, setEnabled] = useState(device.enabled);
  const [certificate, setCertificate] = useState(device.certificate ?? '');
  const [problem, setProblem] = useState<Problem>();
  const [saving, setSaving] = useState(false);
  const client = useQueryClient();
  const navigate = useNavigate();
  const change = (next: Partial<SensorDraft>) => setDraft({ ...draft, ...next });
  const lacking = missing(draft);
  const save = async (): Promise<void> => {
    setSaving(true);
    setProblem(undefined);
    const form = formOf(draft);
    // Ranges and names that the form does not show stay as they are.
    const channels = form.channels.map((channel) => {
      const before = device.channels.find((each) => each.channel === channel.channel);
      const same = before && before.quantity === channel.quantity;
      return { ...channel, ...(same && { name: before.name, min: before.min, max: before.max }) };
    });
    const body: DeviceForm = { ...form, channels, enabled, certificate: certificate.trim() || null };
    try {
      const saved = await api.put<Device>(`/sensing/devices/${encodeURIComponent(device.id)}`, body);
      client.setQueryData(sensorKeys.one(device.id), saved);
      await client.invalidateQueries({ queryKey: sensorKeys.markers });
      await client.invalidateQueries({ queryKey: ['sensors', 'list'] });
      toast(t('data.edit.saved', { name: saved.name }));
      await navigate({ to: '/data/sensors/$deviceId', params: { deviceId: device.id } });
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
    <form
      className="v-onboard"
      data-even
      onSubmit={(event) => {
        event.preventDefault();
        if (!lacking) void save();
      }}
    >
      <section className="v-card v-onboard-part">
        <h2>{t('data.edit.identity')}</h2>
        <IdentityFields draft={draft} kinds={kinds} fixedId wrong={wrong} onChange={change} />
        <Switch
          label={t('data.field.enabled')}
          description={t('data.field.enabledHelp')}
          checked={enabled}
          onChange={(event) => setEnabled(event.currentTarget.checked)}
        />
        <Checkbox
          label={t('data.field.gateway')}
          description={t('data.field.gatewayHelp')}
          checked={draft.gateway}
          onChange={(event) => change({ gateway: event.currentTarget.checked })}
        />
        <TextInput
          label={t('data.field.certificate')}
          description={t('data.field.certificateHelp')}
          value={certificate}
          spellCheck={false}
          error={wrong('certificate')}
          onChange={(event) => setCertificate(event.currentTarget.value)}
        />
      </section>
      <section className="v-card v-onboard-part">
        <h2>{t('data.edit.place')}</h2>
        <SpotMap name={draft.name} at={draft.location} onPick={(location) => change({ location })} />
      </section>
      <section className="v-card v-onboard-part v-onboard-wide">
        <h2>{t('data.edit.channels')}</h2>
        <ChannelsTable kinds={kinds} channels={draft.channels} onChange={(channels) => change({ channels })} />
      </section>
      <div className="v-onboard-end">
        {problem && !['name', 'kind', 'certificate'].includes(problem.field ?? '') && (
          <p role="alert" className="v-data-problem">
            {problemText(problem).detail || problemText(problem).title}
          </p>
        )}
        <span className="v-quiet">{lacking && t(`data.missing.${lacking}`)}</span>
        <Button
          component={Link}
          to="/data/sensors/$deviceId"
          params={{ deviceId: device.id } as never}
          variant="default"
        >
          {t('data.cancel')}
        </Button>
        <Button type="submit" loading={saving} disabled={lacking !== undefined}>
          {t('data.edit.save')}
        </Button>
      </div>
    </form>
  );
}
