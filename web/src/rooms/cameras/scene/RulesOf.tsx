import { Button, Menu, MultiSelect, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { ObjectClass, Rule, RuleKind, RuleSetting, Severity } from '../../../api';
import { SeverityMark, severityOrder } from '../../../app';
import { t, tName } from '../../../words';
import { faultText } from './faults';
import { Faults, type PanelProps } from './PartsPanel';
import { kindsFor, newRule, OBJECT_CLASSES, settingValue, stepOf, withSetting } from './rules';

/** The rules of one zone or lane, or of the camera itself, and the way to add one. */
export function RulesOf(props: PanelProps & { target: RuleKind['appliesTo']; part: string | null }) {
  const { draft, kinds, target, part, editable, run } = props;
  const [opened, setOpened] = useState<string | null>(props.openRule);
  const possible = kindsFor(kinds, target);
  const rules = draft.scene.rules.filter((rule) =>
    part === null ? possible.some((kind) => kind.kind === rule.kind) : rule.part === part,
  );
  const add = (kind: RuleKind): void => {
    const word = tName('app.kind', kind.kind);
    const name = part === null ? word : t('cameras.scene.rules.nameOf', { kind: word, part });
    const rule = newRule(kind, part, name.slice(0, 120));
    run({ do: 'addRule', rule });
    setOpened(rule.id);
  };
  return (
    <div className="v-rules">
      {rules.length === 0 && part !== null && <p className="v-quiet v-editor-note">{t('cameras.scene.rules.none')}</p>}
      {rules.map((rule) => (
        <RuleCard
          key={rule.id}
          {...props}
          rule={rule}
          kind={kinds.find((known) => known.kind === rule.kind)}
          open={opened === rule.id}
          onOpen={() => setOpened(opened === rule.id ? null : rule.id)}
        />
      ))}
      {editable && possible.length > 0 && (
        <Menu position="bottom-start" width={300} shadow="md">
          <Menu.Target>
            <Button
              variant="default"
              size="compact-md"
              leftSection={<IconPlus size={15} aria-hidden />}
              aria-label={t('cameras.scene.rules.addTo', { name: part ?? t('cameras.scene.rules.camera') })}
            >
              {t('cameras.scene.rules.add')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {possible.map((kind) => (
              <Menu.Item key={kind.kind} onClick={() => add(kind)}>
                <span className="v-rule-choice">
                  <SeverityMark severity={kind.usualSeverity} short />
                  <span>
                    <strong>{tName('app.kind', kind.kind)}</strong>
                    <small>{tName('cameras.scene.kindWhy', kind.kind, '')}</small>
                  </span>
                </span>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}

interface CardProps extends PanelProps {
  rule: Rule;
  kind: RuleKind | undefined;
  open: boolean;
  onOpen: () => void;
}

function RuleCard(props: CardProps) {
  const { rule, open, onOpen, editable, run, faults } = props;
  const wrong = faults.rules[rule.id] ?? [];
  return (
    <div className="v-rule" data-off={!rule.enabled || undefined}>
      <div className="v-rule-head">
        <Switch
          size="xs"
          aria-label={t('cameras.scene.rules.enabledOf', { name: rule.name })}
          checked={rule.enabled}
          disabled={!editable}
          onChange={(event) => run({ do: 'changeRule', id: rule.id, change: { enabled: event.currentTarget.checked } })}
        />
        <button type="button" className="v-rule-name" aria-expanded={open} onClick={onOpen}>
          <SeverityMark severity={rule.severity} short />
          <span>{rule.name}</span>
          {open ? <IconChevronUp size={16} aria-hidden /> : <IconChevronDown size={16} aria-hidden />}
        </button>
      </div>
      <Faults>{wrong.filter((fault) => fault.code === 'partMissing').map(faultText)}</Faults>
      {open && <RuleForm {...props} />}
    </div>
  );
}

function RuleForm({ rule, kind, editable, run, draft, onRemoveRule }: CardProps) {
  const change = (part: Partial<Rule>, gesture?: string): void =>
    run({ do: 'changeRule', id: rule.id, change: part, ...(gesture && { gesture: `${gesture}-${rule.id}` }) });
  return (
    <fieldset
      className="v-rule-form"
      disabled={!editable}
      aria-label={t('cameras.scene.rules.edit', { name: rule.name })}
    >
      {kind?.kind === 'CROWD_DENSITY' && !draft.scene.calibration && (
        <Faults>{[t('cameras.scene.needsCalibration')]}</Faults>
      )}
      <TextInput
        label={t('cameras.scene.rules.name')}
        value={rule.name}
        maxLength={120}
        onChange={(event) => change({ name: event.currentTarget.value }, 'rulename')}
      />
      <Select
        label={t('cameras.scene.rules.severity')}
        data={severityOrder.map((severity) => ({ value: severity, label: t(`app.severity.${severity}`) }))}
        value={rule.severity}
        allowDeselect={false}
        onChange={(value) => value && change({ severity: value as Severity })}
      />
      {kind?.settings.map((setting) => (
        <SettingField
          key={setting.name}
          setting={setting}
          value={settingValue(setting, rule.settings)}
          onChange={(value) => change({ settings: withSetting(rule.settings, setting, value) }, `set-${setting.name}`)}
        />
      ))}
      {kind?.appliesTo !== 'CAMERA' && (
        <MultiSelect
          label={t('cameras.scene.rules.classes')}
          placeholder={rule.classes.length === 0 ? t('cameras.scene.rules.classesUsual') : ''}
          data={OBJECT_CLASSES.map((value) => ({ value, label: t(`app.objectClass.${value}`) }))}
          value={rule.classes}
          onChange={(value) => change({ classes: value as ObjectClass[] })}
          clearable
        />
      )}
      {editable && (
        <div className="v-partitem-row">
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            disabled={Object.keys(rule.settings).length === 0}
            onClick={() => change({ settings: {} })}
          >
            {t('cameras.scene.rules.reset')}
          </Button>
          <Button
            ml="auto"
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconTrash size={15} aria-hidden />}
            onClick={() => onRemoveRule(rule.id)}
          >
            {t('cameras.scene.rules.remove')}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

/** A number with its unit, limits, usual value and help, as the server describes it. */
function SettingField(props: { setting: RuleSetting; value: number; onChange: (value: number) => void }) {
  const { setting, value, onChange } = props;
  const outside = !(value >= setting.min && value <= setting.max);
  return (
    <NumberInput
      label={setting.meaning}
      description={`${t('cameras.scene.rules.range', { min: setting.min, max: setting.max })} ${setting.unit}, ${t('cameras.scene.rules.usual', { n: setting.usual })}`}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value}
      step={stepOf(setting)}
      clampBehavior="none"
      suffix={` ${setting.unit}`}
      error={
        outside
          ? faultText({
              code: 'settingOutside',
              setting: setting.name,
              min: setting.min,
              max: setting.max,
              unit: setting.unit,
            })
          : undefined
      }
      onChange={(next) => {
        if (next !== '') onChange(Number(next));
      }}
    />
  );
}
