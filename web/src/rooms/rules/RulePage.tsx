import { Button, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconArrowLeft, IconTrash } from '@tabler/icons-react';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import {
  api,
  Problem,
  sensorKeys,
  useMe,
  useRule,
  useRuleTemplates,
  type CityRule,
  type RuleView,
  type Severity,
} from '../../api';
import {
  EmptyState,
  Page,
  problemText,
  severityOrder,
  StateMark,
  StateView,
  toast,
  toastProblem,
  toastUndo,
} from '../../app';
import { t, tName } from '../../words';
import { BackTestPanel } from './BackTestPanel';
import { ConditionField } from './ConditionField';
import { lackOf, NEW_RULE, tidy } from './conditions';
import { DurationInput } from './DurationInput';
import { inWords } from './inWords';
import { ScheduleField } from './ScheduleField';
import { useNames } from './useNames';
import './rules.css';

/** The workbench: say what to look for, try it on what was measured, switch it on. */
export function RulePage() {
  const { ruleId } = useParams({ strict: false }) as { ruleId?: string };
  const { datastream } = useSearch({ strict: false }) as { datastream?: number };
  const asked = useRule(ruleId);
  if (ruleId === undefined) {
    const first = Number(datastream);
    const rule = Number.isInteger(first) && first > 0 ? forDatastream(first) : NEW_RULE;
    return <Workbench key={`new ${first}`} rule={rule} view={undefined} />;
  }
  if (asked.data?.rule) return <Workbench key={asked.data.id} rule={asked.data.rule} view={asked.data} />;
  return (
    <Page title={asked.data?.name ?? t('rules.one')} actions={<BackLink />}>
      <StateView of={asked}>{(view) => <EmptyState title={t('rules.gone')}>{view.text}</EmptyState>}</StateView>
    </Page>
  );
}

function forDatastream(id: number): CityRule {
  return { ...NEW_RULE, when: { ...NEW_RULE.when, source: { datastreams: [id] } } as CityRule['when'] };
}

function BackLink() {
  return (
    <Button component={Link} to="/rules" variant="default" leftSection={<IconArrowLeft size={16} aria-hidden />}>
      {t('rules.title')}
    </Button>
  );
}

function Workbench({ rule: stored, view }: { rule: CityRule; view: RuleView | undefined }) {
  const [rule, setRule] = useState(stored);
  const [filled, setFilled] = useState(0);
  const [problem, setProblem] = useState<Problem>();
  const [saving, setSaving] = useState(false);
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayEdit = useMe().rights.includes('EDIT_SCENES');
  const names = useNames(rule.when);
  const change = (next: Partial<CityRule>) => setRule({ ...rule, ...next });
  const lack = lackOf(rule);
  const save = async (enabled: boolean): Promise<void> => {
    setSaving(true);
    setProblem(undefined);
    try {
      const body = tidy({ ...rule, enabled });
      const saved = view
        ? await api.put<RuleView>(`/rules/${encodeURIComponent(view.id)}`, body)
        : await api.post<RuleView>('/rules', body);
      client.setQueryData(sensorKeys.rule(saved.id), saved);
      await client.invalidateQueries({ queryKey: ['rules', 'list'] });
      toast(t(enabled ? 'rules.save.savedOn' : 'rules.save.saved', { name: saved.name }));
      if (view) setRule(saved.rule ?? rule);
      else await navigate({ to: '/rules/$ruleId', params: { ruleId: saved.id }, replace: true });
    } catch (error) {
      if (error instanceof Problem && error.status >= 400 && error.status < 500) setProblem(error);
      else toastProblem(error);
    } finally {
      setSaving(false);
    }
  };
  return (
    <Page
      title={view ? view.name : t('rules.new')}
      beside={
        view && (
          <StateMark tone={rule.enabled ? 'good' : 'unknown'}>{t(rule.enabled ? 'rules.on' : 'rules.off')}</StateMark>
        )
      }
      actions={
        <>
          {view && mayEdit && <DeleteRule view={view} />}
          <BackLink />
        </>
      }
    >
      <div className="v-bench">
        <form
          className="v-bench-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (!lack) void save(rule.enabled ?? false);
          }}
        >
          <fieldset disabled={!mayEdit}>
            {!view && (
              <Templates
                onTake={(template) => {
                  // A new rule gets an id of its own.
                  const { name, severity, when, only, restSeconds, advice } = template;
                  setRule({
                    ...NEW_RULE,
                    ...{ name, when, only: only ?? null, advice: advice ?? null },
                    ...(severity && { severity }),
                    ...(restSeconds !== undefined && { restSeconds }),
                  });
                  setFilled(filled + 1);
                }}
              />
            )}
            {view?.problem && <p className="v-bench-stale">{view.problem.text}</p>}
            <section className="v-card v-bench-part" aria-label={t('rules.form.what')}>
              <h2>{t('rules.form.what')}</h2>
              <ConditionField key={filled} condition={rule.when} names={names} onChange={(when) => change({ when })} />
              <p className="v-bench-words">
                <span className="v-quiet">{t('rules.form.inWords')}:</span> {inWords(rule.when, names)}
              </p>
            </section>
            <section className="v-card v-bench-part" aria-label={t('rules.form.about')}>
              <h2>{t('rules.form.about')}</h2>
              <TextInput
                label={t('rules.form.name')}
                value={rule.name}
                maxLength={120}
                required
                error={problem?.field === 'name' ? problem.detail : undefined}
                onChange={(event) => change({ name: event.currentTarget.value })}
              />
              <Select
                label={t('rules.form.severity')}
                data={severityOrder.map((each) => ({ value: each, label: t(`app.severity.${each}`) }))}
                value={rule.severity ?? 'MAJOR'}
                allowDeselect={false}
                onChange={(severity) => severity && change({ severity: severity as Severity })}
              />
              <Textarea
                label={t('rules.form.advice')}
                description={t('rules.form.adviceHelp')}
                autosize
                minRows={2}
                maxLength={500}
                value={rule.advice ?? ''}
                onChange={(event) => change({ advice: event.currentTarget.value })}
              />
              <DurationInput
                key={filled}
                label={t('rules.form.rest')}
                description={t('rules.form.restHelp')}
                seconds={rule.restSeconds ?? 0}
                onChange={(restSeconds) => change({ restSeconds })}
              />
              <ScheduleField key={`s${filled}`} schedule={rule.only} onChange={(only) => change({ only })} />
            </section>
          </fieldset>
          {mayEdit && (
            <div className="v-bench-end">
              {problem && problem.field !== 'name' && (
                <p role="alert" className="v-bench-problem">
                  {problemText(problem).detail || problemText(problem).title}
                </p>
              )}
              {lack && <span className="v-quiet">{t(`rules.lack.${lack}`)}</span>}
              {view ? (
                <>
                  <Switch
                    label={t('rules.on')}
                    checked={rule.enabled ?? false}
                    onChange={(event) => change({ enabled: event.currentTarget.checked })}
                  />
                  <Button type="submit" loading={saving} disabled={lack !== undefined}>
                    {t('rules.save.save')}
                  </Button>
                </>
              ) : (
                <>
                  <Button
                    variant="default"
                    loading={saving}
                    disabled={lack !== undefined}
                    onClick={() => void save(false)}
                  >
                    {t('rules.save.off')}
                  </Button>
                  <Button loading={saving} disabled={lack !== undefined} onClick={() => void save(true)}>
                    {t('rules.save.on')}
                  </Button>
                </>
              )}
            </div>
          )}
        </form>
        {mayEdit && <BackTestPanel rule={rule} />}
      </div>
    </Page>
  );
}

/** Ready rules to start from, by kind of sensor. */
function Templates({ onTake }: { onTake: (rule: CityRule) => void }) {
  const templates = useRuleTemplates().data;
  if (!templates || templates.length === 0) return null;
  return (
    <Select
      label={t('rules.form.start')}
      placeholder={t('rules.form.startNone')}
      data={templates.map((each, i) => ({
        value: String(i),
        label: `${each.name} – ${each.why} (${tName('app.sensorKind', each.kind)})`,
      }))}
      searchable
      onChange={(at) => {
        const template = at === null ? undefined : templates[Number(at)];
        if (template) onTake(template.rule);
      }}
    />
  );
}

function DeleteRule({ view }: { view: RuleView }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const fresh = () => client.invalidateQueries({ queryKey: ['rules', 'list'] });
  const remove = async (): Promise<void> => {
    try {
      await api.delete(`/rules/${encodeURIComponent(view.id)}`);
      await navigate({ to: '/rules' });
      await fresh();
      toastUndo(t('rules.delete.done', { name: view.name }), async () => {
        await api.post(`/rules/${encodeURIComponent(view.id)}/restore`);
        await fresh();
      });
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <Button variant="default" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => void remove()}>
      {t('rules.delete.button')}
    </Button>
  );
}
