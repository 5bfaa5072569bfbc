import { Select } from '@mantine/core';
import { useCameras } from '../api';
import { t } from '../words';

/** Chooses one of the cameras this person may see. */
export function CameraPicker(props: {
  value: string | null;
  onChange: (camera: string | null) => void;
  label?: string;
  placeholder?: string;
  clearable?: boolean;
}) {
  const cameras = useCameras().data ?? [];
  return (
    <Select
      aria-label={props.label ?? t('app.picker.label')}
      placeholder={props.placeholder ?? t('app.picker.placeholder')}
      nothingFoundMessage={t('app.picker.none')}
      data={cameras.map((camera) => ({ value: camera.id, label: camera.name }))}
      value={props.value}
      onChange={props.onChange}
      clearable={props.clearable ?? false}
      searchable
      size="sm"
    />
  );
}
