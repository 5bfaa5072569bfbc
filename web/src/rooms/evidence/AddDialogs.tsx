import { Button, FileButton, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { api, apiUrl, Upload, useAlerts, useDatastreams } from '../../api';
import { CameraPicker, clockTime, toast } from '../../app';
import { t } from '../../words';
import { Refusal } from './CasesPage';
import { UploadRow } from './UploadRow';

/** A time as date fields want it, in the zone here. */
function localTime(at: number): string {
  const date = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 19);
}

/** A time of day and date, to the second, in the zone here. */
function TimeInput(props: {
  label: string;
  value: string;
  onChange: (at: string) => void;
  error?: string | undefined;
}) {
  const { label, value, onChange, error } = props;
  return (
    <TextInput
      type="datetime-local"
      step={1}
      {...{ label, value, error }}
      onChange={(event) => onChange(event.currentTarget.value)}
      required
    />
  );
}

function useMaking(caseId: string, onClose: () => void) {
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const make = async (path: string, body: object): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await api.post(`/evidence/cases/${caseId}/${path}`, body);
      await client.invalidateQueries({ queryKey: ['cases'] });
      toast(t('evidence.add.done'));
      onClose();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return { error, busy, make };
}

function Ask(props: {
  title: string;
  onClose: () => void;
  error: unknown;
  busy: boolean;
  ready: boolean;
  why: string;
  onWhy: (why: string) => void;
  name: string;
  onName: (name: string) => void;
  onSubmit: () => void;
  children: React.ReactNode;
}) {
  return (
    <Modal opened onClose={props.onClose} title={props.title}>
      <form
        className="v-evidence-form"
        onSubmit={(event) => {
          event.preventDefault();
          props.onSubmit();
        }}
      >
        {props.children}
        <TextInput
          label={t('evidence.add.title')}
          value={props.name}
          maxLength={200}
          onChange={(event) => props.onName(event.currentTarget.value)}
          required
        />
        <Textarea
          label={t('evidence.add.why')}
          description={t('evidence.add.whyHelp')}
          value={props.why}
          maxLength={1000}
          autosize
          minRows={2}
          onChange={(event) => props.onWhy(event.currentTarget.value)}
          required
        />
        <Refusal error={props.error} />
        <div className="v-evidence-buttons">
          <Button variant="default" onClick={props.onClose}>
            {t('evidence.cancel')}
          </Button>
          <Button
            type="submit"
            loading={props.busy}
            disabled={!props.ready || props.why.trim() === '' || props.name.trim() === ''}
          >
            {t('evidence.add.make')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Takes one picture out of a camera's recording. */
export function SnapshotDialog({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const [camera, setCamera] = useState<string | null>(null);
  const [at, setAt] = useState(() => localTime(Date.now() - 60_000));
  const [name, setName] = useState('');
  const [why, setWhy] = useState('');
  const { error, busy, make } = useMaking(caseId, onClose);
  return (
    <Ask
      title={t('evidence.add.snapshot')}
      {...{ onClose, error, busy, why, name }}
      onWhy={setWhy}
      onName={setName}
      ready={camera !== null && at !== ''}
      onSubmit={() =>
        void make('snapshots', { camera, at: new Date(at).toISOString(), title: name.trim(), why: why.trim() })
      }
    >
      <CameraPicker value={camera} onChange={setCamera} label={t('evidence.add.camera')} />
      <TimeInput label={t('evidence.add.at')} value={at} onChange={setAt} />
    </Ask>
  );
}

/** Seals an alert as it stands. */
export function AlertDialog({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const [search, setSearch] = useState('');
  const [alert, setAlert] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [why, setWhy] = useState('');
  const asked = useAlerts({ limit: 100 });
  const { error, busy, make } = useMaking(caseId, onClose);
  const alerts = asked.data?.items ?? [];
  return (
    <Ask
      title={t('evidence.add.alert')}
      {...{ onClose, error, busy, why, name }}
      onWhy={setWhy}
      onName={setName}
      ready={alert !== null}
      onSubmit={() => void make('alerts', { alert, title: name.trim(), why: why.trim() })}
    >
      <Select
        label={t('evidence.add.alertPick')}
        nothingFoundMessage={t('evidence.add.alertNone')}
        data={alerts.map((each) => ({
          value: each.id,
          label: `${clockTime(each.raisedAt)} · ${each.sourceName} · ${each.message}`,
        }))}
        value={alert}
        searchable
        searchValue={search}
        onSearchChange={setSearch}
        onChange={(id) => {
          setAlert(id);
          const found = alerts.find((each) => each.id === id);
          if (found && name === '') setName(found.message.slice(0, 200));
        }}
        required
      />
    </Ask>
  );
}

/** Seals what a sensor measured between two moments. */
export function SeriesDialog({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text, 200);
  const [datastream, setDatastream] = useState<{ id: number; name: string }>();
  const [from, setFrom] = useState(() => localTime(Date.now() - 3_600_000));
  const [to, setTo] = useState(() => localTime(Date.now()));
  const [name, setName] = useState('');
  const [why, setWhy] = useState('');
  // The text of what was chosen is no search.
  const found = useDatastreams({ search: datastream?.name === search ? '' : search, limit: 40 }).data?.items ?? [];
  const { error, busy, make } = useMaking(caseId, onClose);
  const options = found.map((each) => ({
    value: String(each.id),
    label: each.deviceName && !each.name.includes(each.deviceName) ? `${each.deviceName} · ${each.name}` : each.name,
  }));
  if (datastream && !options.some((each) => each.value === String(datastream.id))) {
    options.unshift({ value: String(datastream.id), label: datastream.name });
  }
  return (
    <Ask
      title={t('evidence.add.series')}
      {...{ onClose, error, busy, why, name }}
      onWhy={setWhy}
      onName={setName}
      ready={datastream !== undefined && from !== '' && to !== '' && from < to}
      onSubmit={() =>
        void make('series', {
          datastream: datastream?.id,
          from: new Date(from).toISOString(),
          to: new Date(to).toISOString(),
          title: name.trim(),
          why: why.trim(),
        })
      }
    >
      <Select
        label={t('evidence.add.datastream')}
        description={t('evidence.add.datastreamHelp')}
        nothingFoundMessage={t('evidence.add.datastreamNone')}
        data={options}
        value={datastream ? String(datastream.id) : null}
        searchable
        searchValue={text}
        onSearchChange={setText}
        // The server has searched already.
        filter={({ options: all }) => all}
        onChange={(id) => {
          const option = options.find((each) => each.value === id);
          setDatastream(option && { id: Number(option.value), name: option.label });
          if (option && name === '') setName(option.label.slice(0, 200));
        }}
        required
      />
      <div className="v-evidence-times">
        <TimeInput label={t('evidence.add.from')} value={from} onChange={setFrom} />
        <TimeInput
          label={t('evidence.add.to')}
          value={to}
          onChange={setTo}
          error={from >= to ? t('evidence.add.order') : undefined}
        />
      </div>
    </Ask>
  );
}

/** Brings in files; they can be paused and survive a broken line. */
export function FilesDialog({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const [uploads, setUploads] = useState<{ name: string; upload: Upload }[]>([]);
  const client = useQueryClient();
  const take = (files: File[]): void => {
    const added = files.map((file) => {
      const upload = new Upload({
        file,
        name: file.name,
        create: apiUrl(`/evidence/cases/${caseId}/files`, { name: file.name }),
        remember: caseId,
      });
      upload.onChange(() => {
        if (upload.state.state === 'DONE') void client.invalidateQueries({ queryKey: ['cases'] });
      });
      upload.start();
      return { name: file.name, upload };
    });
    setUploads((before) => [...before, ...added]);
  };
  return (
    <Modal opened onClose={onClose} title={t('evidence.add.fileTitle')} size="lg">
      <div className="v-evidence-form">
        <p className="v-quiet">{t('evidence.add.fileHelp')}</p>
        <FileButton multiple onChange={take}>
          {(button) => (
            <Button {...button} variant="default" leftSection={<IconUpload size={16} aria-hidden />}>
              {t('evidence.add.choose')}
            </Button>
          )}
        </FileButton>
        {uploads.length > 0 && (
          <ul className="v-uploads">
            {uploads.map(({ name, upload }, i) => (
              <UploadRow key={i} name={name} upload={upload} />
            ))}
          </ul>
        )}
      </div>
    </Modal>
  );
}
