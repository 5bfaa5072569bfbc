import { Button, Checkbox, CopyButton, Modal, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import {
  api,
  listOf,
  serverNow,
  useMe,
  type Exhibit,
  type Named,
  type NewShare,
  type ShareKind,
  type ShareMode,
} from '../../api';
import { t } from '../../words';
import { Refusal } from './CasesPage';
import { toast } from '../../app';

function dayFromNow(days: number): string {
  const date = new Date(serverNow() + days * 86_400_000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** Shares a case, or some of it, with an agency or by a link; or makes a link to receive files. */
export function ShareDialog(props: { caseId: string; exhibits: Exhibit[]; onClose: () => void }) {
  const { caseId, exhibits, onClose } = props;
  const me = useMe();
  const [kind, setKind] = useState<ShareKind>('LINK');
  const [agency, setAgency] = useState<string | null>(null);
  const [label, setLabel] = useState('');
  const [expires, setExpires] = useState(dayFromNow(14));
  const [mode, setMode] = useState<ShareMode>('VIEW');
  const [watermark, setWatermark] = useState(true);
  const [markedOnly, setMarkedOnly] = useState(false);
  // Whoever hid somebody does not want the original to go along unless they say so.
  const [chosen, setChosen] = useState(
    exhibits.filter(({ id }) => !exhibits.some(({ derivedFrom }) => derivedFrom === id)).map(({ id }) => id),
  );
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [made, setMade] = useState<NewShare>();
  const client = useQueryClient();
  const agencies = useQuery({
    queryKey: ['agencies'],
    queryFn: async ({ signal }) => listOf(await api.get<{ items: Named[] }>('/agencies', undefined, signal)),
  });
  const others = (agencies.data ?? []).filter((each) => each.id !== me.person.agency.id);

  const share = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const all = chosen.length === exhibits.length;
      const answer = await api.post<NewShare>(`/evidence/cases/${caseId}/shares`, {
        kind,
        label: kind === 'AGENCY' ? (others.find((each) => each.id === agency)?.name ?? '') : label.trim(),
        ...(kind === 'AGENCY' && { agency }),
        expires: new Date(`${expires}T23:59:59`).toISOString(),
        ...(kind === 'LINK' && { mode, watermark, markedOnly: watermark && mode === 'DOWNLOAD' && markedOnly }),
        // A link gives what was chosen, an agency the whole case with all that comes to it, unless something was left out.
        ...((kind === 'LINK' || (kind === 'AGENCY' && !all)) && { exhibits: chosen }),
      });
      await client.invalidateQueries({ queryKey: ['shares', caseId] });
      await client.invalidateQueries({ queryKey: ['cases'] });
      if (kind === 'AGENCY') {
        toast(t('evidence.share.agencyDone'));
        onClose();
      } else {
        setMade(answer);
      }
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  if (made) return <Once made={made} onClose={onClose} />;
  const ready =
    expires !== '' &&
    (kind === 'AGENCY' ? agency !== null : label.trim() !== '') &&
    (kind === 'UPLOAD' || chosen.length > 0);
  return (
    <Modal opened onClose={onClose} title={t('evidence.share.title')} size="lg">
      <form
        className="v-evidence-form"
        onSubmit={(event) => {
          event.preventDefault();
          void share();
        }}
      >
        <SegmentedControl
          aria-label={t('evidence.share.kind')}
          value={kind}
          onChange={(value) => setKind(value as ShareKind)}
          data={[
            { value: 'LINK', label: t('evidence.share.link') },
            { value: 'AGENCY', label: t('evidence.share.agency') },
            { value: 'UPLOAD', label: t('evidence.share.upload') },
          ]}
        />
        {kind === 'AGENCY' ? (
          <Select
            label={t('evidence.share.agencyPick')}
            nothingFoundMessage={t('evidence.share.noAgencies')}
            description={agencies.data && others.length === 0 ? t('evidence.share.noAgencies') : undefined}
            data={others.map((each) => ({ value: each.id, label: each.name }))}
            value={agency}
            onChange={setAgency}
            searchable
            required
          />
        ) : (
          <TextInput
            label={t('evidence.share.label')}
            description={t(kind === 'LINK' ? 'evidence.share.labelHelp' : 'evidence.share.labelUpload')}
            value={label}
            maxLength={120}
            onChange={(event) => setLabel(event.currentTarget.value)}
            required
            data-autofocus
          />
        )}
        <TextInput
          type="date"
          label={t('evidence.share.expires')}
          value={expires}
          min={dayFromNow(0)}
          onChange={(event) => setExpires(event.currentTarget.value)}
          required
        />
        {kind === 'LINK' && (
          <>
            <SegmentedControl
              aria-label={t('evidence.share.mode')}
              value={mode}
              onChange={(value) => setMode(value as ShareMode)}
              data={(['VIEW', 'DOWNLOAD'] as const).map((value) => ({ value, label: t(`evidence.share.${value}`) }))}
            />
            <Checkbox
              label={t('evidence.share.watermark')}
              description={t('evidence.share.watermarkWhy')}
              checked={watermark}
              onChange={(event) => setWatermark(event.currentTarget.checked)}
            />
            {watermark && mode === 'DOWNLOAD' && (
              <Checkbox
                label={t('evidence.share.markedOnly')}
                description={t('evidence.share.markedOnlyWhy')}
                checked={markedOnly}
                onChange={(event) => setMarkedOnly(event.currentTarget.checked)}
              />
            )}
          </>
        )}
        {kind !== 'UPLOAD' && exhibits.length > 1 && (
          <Checkbox.Group label={t('evidence.share.which')} value={chosen} onChange={setChosen}>
            <div className="v-evidence-checks">
              {exhibits.map((exhibit) => (
                <Checkbox key={exhibit.id} value={exhibit.id} label={`${exhibit.number}. ${exhibit.title}`} />
              ))}
            </div>
          </Checkbox.Group>
        )}
        <Refusal error={error} />
        <div className="v-evidence-buttons">
          <Button variant="default" onClick={onClose}>
            {t('evidence.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={!ready}>
            {t('evidence.share.make')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** The one time that link and passcode are shown; a click outside must not lose them. */
function Once({ made, onClose }: { made: NewShare; onClose: () => void }) {
  const url = made.url ? new URL(made.url, location.origin).href : '';
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('evidence.share.once')}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <div className="v-evidence-form">
        <p>{t('evidence.share.onceWhy')}</p>
        <Secret name={t('evidence.share.url')} copy={t('evidence.share.copyLink')} value={url} kind="url" />
        {made.passcode && (
          <>
            <Secret
              name={t('evidence.share.passcode')}
              copy={t('evidence.share.copyPasscode')}
              value={made.passcode}
              kind="passcode"
            />
            <p className="v-otherway">{t('evidence.share.otherWay')}</p>
          </>
        )}
        <div className="v-evidence-buttons">
          <Button onClick={onClose}>{t('evidence.share.done')}</Button>
        </div>
      </div>
    </Modal>
  );
}

function Secret(props: { name: string; copy: string; value: string; kind: string }) {
  return (
    <div>
      <div className="v-secret-name">{props.name}</div>
      <div className="v-secret">
        <code data-secret={props.kind}>{props.value}</code>
        <CopyButton value={props.value}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
              onClick={copy}
            >
              {copied ? t('evidence.share.copied') : props.copy}
            </Button>
          )}
        </CopyButton>
      </div>
    </div>
  );
}
