import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api, Problem, sensorKeys, useKinds, type Device, type Guess, type Kinds, type MqttAccess } from '../../api';
import { Page, problemText, StateMark, StateView, toastProblem } from '../../app';
import { t } from '../../words';
import { AccessPanel } from './AccessPanel';
import { ChannelsTable } from './ChannelsTable';
import { draftOf, EMPTY, formOf, missing, type SensorDraft } from './onboarding';
import { BackLink } from './SensorPage';
import { IdentityFields } from './IdentityFields';
import { SpotMap } from './SpotMap';
import './data.css';
import './onboard.css';

/** Adds a sensor: paste one of its messages, see what is in it, say where it is; then its first value is waited for. */
export function OnboardPage() {
  const kinds = useKinds();
  const [made, setMade] = useState<{ device: Device; mqtt: MqttAccess }>();
  return (
    <Page title={made ? t('data.onboard.done', { name: made.device.name }) : t('data.add')} actions={<BackLink />}>
      <StateView of={kinds}>
        {(known) =>
          made ? (
            <AccessPanel {...made} onAnother={() => setMade(undefined)} />
          ) : (
            <Wizard kinds={known} onMade={setMade} />
          )
        }
      </StateView>
    </Page>
  );
}

function Wizard(props: { kinds: Kinds; onMade: (made: { device: Device; mqtt: MqttAccess }) => void }) {
  const { kinds } = props;
  const client = useQueryClient();
  const [payload, setPayload] = useState('');
  const [topic, setTopic] = useState('');
  const [typed, setTyped] = useState<SensorDraft>(EMPTY);
  const [changed, setChanged] = useState<SensorDraft>();
  const [problem, setProblem] = useState<Problem>();
  const [saving, setSaving] = useState(false);
  const guess = useGuess(payload, topic);
  const guessed = useMemo(
    () => (guess.data && guess.data.channels.length > 0 ? draftOf(guess.data, kinds, typed) : undefined),
    [guess.data, kinds, typed],
  );
  // A new message is read anew; what was changed by hand holds as long as the message is the same.
  const draft = changed ?? guessed ?? typed;
  const change = (next: Partial<SensorDraft>) => setChanged({ ...draft, ...next });
  const paste = (text: string) => {
    setPayload(text);
    if (changed) {
      const { id, name, location, gateway } = changed;
      setTyped({ ...EMPTY, id, name, location, gateway });
    }
    setChanged(undefined);
  };
  const lacking = missing(draft);
  const create = async (): Promise<void> => {
    setSaving(true);
    setProblem(undefined);
    try {
      const made = await api.post<{ device: Device; mqtt: MqttAccess }>('/sensing/devices', formOf(draft));
      await client.invalidateQueries({ queryKey: sensorKeys.markers });
      await client.invalidateQueries({ queryKey: sensorKeys.all });
      props.onMade(made);
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
      onSubmit={(event) => {
        event.preventDefault();
        if (!lacking) void create();
      }}
    >
      <section className="v-card v-onboard-part">
        <h2>{t('data.onboard.paste')}</h2>
        <Textarea
          label={t('data.onboard.payload')}
          description={t('data.onboard.payloadHelp')}
          placeholder='{"time":"2026-11-25T10:00:00Z","pm25":12.1,"no2":33}'
          autosize
          minRows={4}
          maxRows={14}
          value={payload}
          spellCheck={false}
          classNames={{ input: 'v-onboard-code' }}
          onChange={(event) => paste(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput
          label={t('data.onboard.topic')}
          description={t('data.onboard.topicHelp')}
          value={topic}
          onChange={(event) => setTopic(event.currentTarget.value)}
        />
        <GuessLine guess={guess.data} error={guess.error} />
        {!guess.data && draft.channels.length === 0 && (
          <Button
            variant="subtle"
            size="xs"
            onClick={() =>
              change({
                channels: [
                  { channel: 'value', sample: '', taken: true, quantity: 'OTHER', unit: '', silenceSeconds: null },
                ],
              })
            }
          >
            {t('data.onboard.byHand')}
          </Button>
        )}
      </section>
      {draft.channels.length > 0 && (
        <>
          <section className="v-card v-onboard-part v-onboard-wide">
            <h2>{t('data.onboard.channels')}</h2>
            <ChannelsTable kinds={kinds} channels={draft.channels} onChange={(channels) => change({ channels })} />
          </section>
          <section className="v-card v-onboard-part">
            <h2>{t('data.onboard.identity')}</h2>
            <IdentityFields draft={draft} kinds={kinds} wrong={wrong} onChange={change} />
            <Checkbox
              label={t('data.field.gateway')}
              description={t('data.field.gatewayHelp')}
              checked={draft.gateway}
              onChange={(event) => change({ gateway: event.currentTarget.checked })}
            />
          </section>
          <section className="v-card v-onboard-part">
            <h2>{t('data.onboard.place')}</h2>
            <SpotMap name={draft.name || draft.id} at={draft.location} onPick={(location) => change({ location })} />
          </section>
          <div className="v-onboard-end">
            {problem && !['id', 'name', 'kind'].includes(problem.field ?? '') && (
              <p role="alert" className="v-data-problem">
                {problemText(problem).detail || problemText(problem).title}
              </p>
            )}
            <span className="v-quiet">
              {lacking ? t(`data.missing.${lacking}`) : !draft.location && t('data.missing.location')}
            </span>
            <Button type="submit" loading={saving} disabled={lacking !== undefined}>
              {t('data.onboard.create')}
            </Button>
          </div>
        </>
      )}
    </form>
  );
}

/** What the server makes of a pasted message, a moment after the last key. */
function useGuess(payload: string, topic: string) {
  const [asked] = useDebouncedValue(payload.trim(), 300);
  const [at] = useDebouncedValue(topic.trim(), 300);
  return useQuery({
    queryKey: ['guess', asked, at],
    queryFn: () => api.post<Guess>('/sensing/guess', { payload: asked, ...(at && { topic: at }) }),
    enabled: asked !== '',
    placeholderData: asked === '' ? undefined : keepPreviousData,
    staleTime: Infinity,
    retry: false,
  });
}

function GuessLine({ guess, error }: { guess: Guess | undefined; error: unknown }) {
  if (error) {
    const { title, detail } = problemText(error);
    return (
      <p role="alert" className="v-data-problem">
        {detail || title}
      </p>
    );
  }
  if (!guess) return null;
  return (
    <p role="status">
      {guess.problem ? (
        <StateMark tone="warn">{guess.problem}</StateMark>
      ) : (
        <StateMark tone="good">
          {t('data.onboard.understood', { mapping: guess.mappingLabel, n: guess.channels.length })}
        </StateMark>
      )}
    </p>
  );
}
