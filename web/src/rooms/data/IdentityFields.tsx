import { Select, TextInput } from '@mantine/core';
import type { Kinds, SensorKind } from '../../api';
import { t } from '../../words';
import type { SensorDraft } from './onboarding';

/** Id, name, kind and way of speaking of a sensor. */
export function IdentityFields(props: {
  draft: SensorDraft;
  kinds: Kinds;
  /** The id is how it signs in, and is never changed. */
  fixedId?: boolean;
  wrong: (field: string) => string | undefined;
  onChange: (change: Partial<SensorDraft>) => void;
}) {
  const { draft, kinds, wrong, onChange } = props;
  return (
    <>
      <TextInput
        label={t('data.field.id')}
        description={t('data.field.idHelp')}
        value={draft.id}
        error={wrong('id')}
        disabled={props.fixedId ?? false}
        autoComplete="off"
        spellCheck={false}
        required
        onChange={(event) => onChange({ id: event.currentTarget.value })}
      />
      <TextInput
        label={t('data.field.name')}
        description={t('data.field.nameHelp')}
        value={draft.name}
        error={wrong('name')}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Select
        label={t('data.field.kind')}
        data={kinds.kinds.map(({ kind, label }) => ({ value: kind, label }))}
        value={draft.kind}
        error={wrong('kind')}
        allowDeselect={false}
        onChange={(kind) => kind && onChange({ kind: kind as SensorKind })}
      />
      <Select
        label={t('data.field.mapping')}
        data={kinds.mappings.map(({ name, label }) => ({ value: name, label }))}
        value={draft.mapping}
        allowDeselect={false}
        onChange={(mapping) => mapping && onChange({ mapping })}
      />
    </>
  );
}
