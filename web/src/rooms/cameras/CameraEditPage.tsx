import { Alert, Button, Group, NumberInput, PasswordInput, Select, Slider, Switch, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPlugConnected } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { api, keys, Problem, useCameras, type Camera, type Listing, type Named } from '../../api';
import { EmptyState, Page, problemText, StateMark, StateView, toast, toastProblem } from '../../app';
import { t } from '../../words';
import { BackLink } from './CameraPage';
import { bodyOf, EMPTY_FORM, formFaults, formOf, splitCredentials, type CameraForm, type FormFaults } from './form';
import { PositionMap } from './PositionMap';
import './cameras.css';

export function NewCameraPage() {
  return <Editor camera={null} start={EMPTY_FORM} />;
}

export function EditCameraPage() {
  const { cameraId } = useParams({ strict: false }) as { cameraId: string };
  const asked = useCameras();
  const camera = asked.data?.find((each) => each.id === cameraId);
  if (camera) return <Editor key={camera.id} camera={camera} start={formOf(camera)} />;
  return (
    <Page title={t('cameras.edit')} actions={<BackLink />}>
      <StateView of={asked}>
        {() => <EmptyState title={t('cameras.gone')}>{t('cameras.goneWhy')}</EmptyState>}
      </StateView>
    </Page>
  );
}

interface TestResult {
  ok: boolean;
  detail: string;
  codec?: string | null;
  widthPx?: number | null;
  heightPx?: number | null;
  fps?: number | null;
  pictureJpegBase64?: string | null;
}

type Set = <K extends keyof CameraForm>(field: K, value: CameraForm[K]) => void;

/** Adds or changes a camera: how to reach it (tested with a picture), what it is called, where it stands. */
function Editor({ camera, start }: { camera: Camera | null; start: CameraForm }) {
  const [form, setForm] = useState(start);
  const [shown, setShown] = useState<FormFaults>({});
  const [refused, setRefused] = useState<Problem | null>(null);
  const [saving, setSaving] = useState(false);
  const navigate = useNavigate();
  const client = useQueryClient();
  const set: Set = (field, value) => {
    setForm((before) => ({ ...before, [field]: value }));
    setShown(({ [field]: _, ...others }) => others);
  };
  const save = async (): Promise<void> => {
    const faults = formFaults(form);
    setShown(faults);
    setRefused(null);
    if (Object.keys(faults).length > 0) return;
    setSaving(true);
    try {
      const body = bodyOf(form);
      const saved = camera
        ? await api.put<Camera | undefined>(`/cameras/${camera.id}`, body)
        : await api.post<Camera>('/cameras', body);
      await client.invalidateQueries({ queryKey: keys.cameras });
      toast(t(camera ? 'cameras.saved' : 'cameras.added', { camera: form.name }));
      const cameraId = camera?.id ?? saved?.id ?? '';
      await navigate({ to: camera ? '/cameras/$cameraId' : '/cameras/$cameraId/scene', params: { cameraId } });
    } catch (error) {
      if (error instanceof Problem && error.status >= 400 && error.status < 500) setRefused(error);
      else toastProblem(error);
    } finally {
      setSaving(false);
    }
  };
  return (
    <Page
      title={camera ? t('cameras.editOne', { camera: camera.name }) : t('cameras.add')}
      actions={
        <>
          <Button onClick={() => void save()} loading={saving}>
            {t(camera ? 'cameras.save' : 'cameras.saveNew')}
          </Button>
          <Button component={Link} to={camera ? `/cameras/${camera.id}` : '/cameras'} variant="default">
            {t('cameras.cancel')}
          </Button>
        </>
      }
    >
      <form
        className="v-camera-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {refused && (
          <Alert color="red" title={problemText(refused).title} role="alert" className="v-camera-wide">
            {problemText(refused).detail}
          </Alert>
        )}
        <ConnectionPart form={form} set={set} faults={shown} camera={camera} />
        <NamePart form={form} set={set} faults={shown} start={start.analysisModel} />
        <PositionPart form={form} set={set} faults={shown} camera={camera} />
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Page>
  );
}

interface PartProps {
  form: CameraForm;
  set: Set;
  faults: FormFaults;
}

function faultText(faults: FormFaults, field: keyof CameraForm): ReactNode {
  const fault = faults[field];
  return fault ? t(`cameras.fault.${fault}`) : undefined;
}

function ConnectionPart({ form, set, faults, camera }: PartProps & { camera: Camera | null }) {
  const takeUrl = (text: string): void => {
    const parts = splitCredentials(text);
    set('mainUrl', parts.url);
    if (parts.userName) set('userName', parts.userName);
    if (parts.password !== undefined) set('password', parts.password);
  };
  return (
    <section className="v-card v-camera-part" aria-labelledby="part-connection">
      <h2 id="part-connection">{t('cameras.part.connection')}</h2>
      <div className="v-camera-two">
        <div className="v-camera-fields">
          <TextInput
            label={t('cameras.field.mainUrl')}
            description={t('cameras.field.mainUrlHelp')}
            placeholder="rtsp://192.0.2.10:554/stream1"
            value={form.mainUrl}
            error={faultText(faults, 'mainUrl')}
            onChange={(event) => set('mainUrl', event.currentTarget.value)}
            onBlur={(event) => takeUrl(event.currentTarget.value)}
            required
            spellCheck={false}
            autoComplete="off"
          />
          <TextInput
            label={t('cameras.field.userName')}
            value={form.userName}
            onChange={(event) => set('userName', event.currentTarget.value)}
            autoComplete="off"
          />
          <PasswordInput
            label={t('cameras.field.password')}
            placeholder={camera?.streams.hasPassword ? t('cameras.field.passwordKept') : ''}
            value={form.password}
            onChange={(event) => set('password', event.currentTarget.value)}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('cameras.field.passwordShow') }}
          />
          <TextInput
            label={t('cameras.field.subUrl')}
            description={t('cameras.field.subUrlHelp')}
            value={form.subUrl}
            error={faultText(faults, 'subUrl')}
            onChange={(event) => set('subUrl', event.currentTarget.value)}
            spellCheck={false}
            autoComplete="off"
          />
        </div>
        <ConnectionTest form={form} camera={camera} />
      </div>
    </section>
  );
}

/** Fetches one picture before anything is saved. */
function ConnectionTest({ form, camera }: { form: CameraForm; camera: Camera | null }) {
  const [testing, setTesting] = useState(false);
  const [result, setResult] = useState<TestResult | null>(null);
  const test = async (): Promise<void> => {
    setTesting(true);
    setResult(null);
    try {
      setResult(
        await api.post<TestResult>('/cameras/test', {
          // What is left out, above all the password, the server takes from the stored camera.
          ...(camera && { cameraId: camera.id }),
          mainUrl: form.mainUrl.trim(),
          userName: form.userName.trim() || null,
          password: form.password || null,
        }),
      );
    } catch (error) {
      setResult({ ok: false, detail: problemText(error).detail || problemText(error).title });
    } finally {
      setTesting(false);
    }
  };
  const size = result?.widthPx && result.heightPx ? `${result.widthPx} × ${result.heightPx} px` : '';
  return (
    <div className="v-camera-test">
      <div className="v-camera-picture">
        {result?.ok && result.pictureJpegBase64 ? (
          <img src={`data:image/jpeg;base64,${result.pictureJpegBase64}`} alt={t('cameras.test.picture')} />
        ) : (
          <span className="v-quiet">{t(testing ? 'cameras.test.running' : 'cameras.test.none')}</span>
        )}
      </div>
      <Button
        variant="default"
        leftSection={<IconPlugConnected size={17} aria-hidden />}
        loading={testing}
        disabled={form.mainUrl.trim() === ''}
        onClick={() => void test()}
      >
        {t('cameras.test.button')}
      </Button>
      <div role="status" aria-live="polite">
        {result && (
          <StateMark tone={result.ok ? 'good' : 'bad'}>
            {result.ok
              ? [t('cameras.test.ok'), result.codec, size, result.fps ? t('cameras.test.fps', { n: result.fps }) : '']
                  .filter(Boolean)
                  .join(' · ')
              : result.detail}
          </StateMark>
        )}
      </div>
    </div>
  );
}

/** Who may look; a model of the city's own, set by a script, stays in the list. */
function modelsFor(current: string): { value: string; label: string }[] {
  const known = [
    { value: 'default', label: t('cameras.model.default') },
    { value: 'camera', label: t('cameras.model.camera') },
  ];
  return known.some((each) => each.value === current) ? known : [...known, { value: current, label: current }];
}

function NamePart({ form, set, faults, start }: PartProps & { start: string }) {
  const places = useQuery({
    queryKey: ['places'],
    queryFn: ({ signal }) => api.get<Listing<Named>>('/places', { limit: 500 }, signal),
  }).data?.items;
  const agencies = useQuery({
    queryKey: ['agencies'],
    queryFn: ({ signal }) => api.get<Listing<Named>>('/agencies', undefined, signal),
  }).data?.items;
  const options = (items: Named[] | undefined) => (items ?? []).map((item) => ({ value: item.id, label: item.name }));
  return (
    <section className="v-card v-camera-part" aria-labelledby="part-name">
      <h2 id="part-name">{t('cameras.part.name')}</h2>
      <div className="v-camera-fields">
        <TextInput
          label={t('cameras.field.name')}
          description={t('cameras.field.nameHelp')}
          value={form.name}
          error={faultText(faults, 'name')}
          onChange={(event) => set('name', event.currentTarget.value)}
          maxLength={120}
          required
        />
        <Select
          label={t('cameras.field.place')}
          placeholder={t('cameras.field.placeNone')}
          data={options(places)}
          value={form.placeId}
          onChange={(value) => set('placeId', value)}
          clearable
          searchable
        />
        {(agencies?.length ?? 0) > 1 && (
          <Select
            label={t('cameras.field.agency')}
            data={options(agencies)}
            value={form.agencyId}
            placeholder={t('cameras.field.agencyOwn')}
            onChange={(value) => set('agencyId', value)}
          />
        )}
        <Switch
          label={t('cameras.field.analysis')}
          checked={form.analysisEnabled}
          onChange={(event) => set('analysisEnabled', event.currentTarget.checked)}
        />
        {form.analysisEnabled && (
          <Select
            label={t('cameras.field.model')}
            description={t('cameras.field.modelHelp')}
            data={modelsFor(start)}
            value={form.analysisModel}
            onChange={(value) => set('analysisModel', value ?? 'default')}
            allowDeselect={false}
          />
        )}
        {form.analysisEnabled && (
          <NumberInput
            label={t('cameras.field.fps')}
            description={t('cameras.field.fpsHelp')}
            value={form.analysisFps}
            error={faultText(faults, 'analysisFps')}
            min={0.5}
            max={30}
            step={1}
            onChange={(value) => set('analysisFps', Number(value))}
          />
        )}
      </div>
    </section>
  );
}

function PositionPart({ form, set, faults, camera }: PartProps & { camera: Camera | null }) {
  const number = (value: number | string): number | null => (value === '' ? null : Number(value));
  return (
    <section className="v-card v-camera-part v-camera-wide" aria-labelledby="part-position">
      <h2 id="part-position">{t('cameras.part.position')}</h2>
      <div className="v-camera-two">
        <PositionMap
          form={form}
          cameraId={camera?.id ?? null}
          onPlace={(latitude, longitude) => {
            set('latitude', latitude);
            set('longitude', longitude);
          }}
        />
        <div className="v-camera-fields">
          <Group grow align="flex-start">
            <NumberInput
              label={t('cameras.field.latitude')}
              value={form.latitude ?? ''}
              error={faultText(faults, 'latitude')}
              decimalScale={6}
              step={0.0001}
              hideControls
              onChange={(value) => set('latitude', number(value))}
            />
            <NumberInput
              label={t('cameras.field.longitude')}
              value={form.longitude ?? ''}
              error={faultText(faults, 'longitude')}
              decimalScale={6}
              step={0.0001}
              hideControls
              onChange={(value) => set('longitude', number(value))}
            />
          </Group>
          <Dial field="headingDegrees" form={form} set={set} min={0} max={359} unit="°" />
          <Dial field="fieldOfViewDegrees" form={form} set={set} min={5} max={180} unit="°" />
          <Dial field="rangeM" form={form} set={set} min={5} max={500} unit="m" />
        </div>
      </div>
    </section>
  );
}

function Dial(props: {
  field: 'headingDegrees' | 'fieldOfViewDegrees' | 'rangeM';
  form: CameraForm;
  set: Set;
  min: number;
  max: number;
  unit: string;
}) {
  const { field, form, set, min, max, unit } = props;
  const value = form[field] ?? min;
  const label = t(`cameras.field.${field}`);
  return (
    <div className="v-camera-dial">
      <span>{label}</span>
      <Slider
        flex={1}
        thumbLabel={label}
        label={(shown) => `${shown} ${unit}`}
        min={min}
        max={max}
        value={value}
        onChange={(next) => set(field, next)}
      />
      <span className="v-camera-dial-value">
        {value} {unit}
      </span>
    </div>
  );
}
