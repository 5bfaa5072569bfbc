import { Alert, Button, FileButton, Group, Menu } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconDots } from '@tabler/icons-react';
import { useRef } from 'react';
import { apiUrl, type Camera } from '../../../api';
import { problemText } from '../../../app';
import { t } from '../../../words';
import type { Command, Draft } from './draft';
import type { SceneDocument, useSaveScene } from './useSceneDocument';

/** Undo, redo, save; export and import as YAML. */
export function SaveBar(props: {
  camera: Camera;
  draft: Draft;
  editable: boolean;
  dirty: boolean;
  wrong: number;
  saving: boolean;
  run: (command: Command) => void;
  onSave: () => void;
  onImport: (text: string) => void;
}) {
  const { camera, draft, editable, dirty, wrong, run } = props;
  const reset = useRef<() => void>(null);
  const pick = useRef<HTMLButtonElement>(null);
  return (
    <>
      {editable && (
        <>
          <Button
            variant="default"
            px={9}
            aria-label={t('cameras.scene.undo')}
            title={`${t('cameras.scene.undo')} (Ctrl Z)`}
            disabled={draft.past.length === 0}
            onClick={() => run({ do: 'undo' })}
          >
            <IconArrowBackUp size={18} aria-hidden />
          </Button>
          <Button
            variant="default"
            px={9}
            aria-label={t('cameras.scene.redo')}
            title={`${t('cameras.scene.redo')} (Ctrl Y)`}
            disabled={draft.future.length === 0}
            onClick={() => run({ do: 'redo' })}
          >
            <IconArrowForwardUp size={18} aria-hidden />
          </Button>
          <Button onClick={props.onSave} disabled={!dirty || wrong > 0} loading={props.saving}>
            {t('cameras.scene.save')}
          </Button>
          <FileButton
            resetRef={reset}
            accept=".yml,.yaml,text/yaml"
            onChange={(file) => {
              if (file) void file.text().then(props.onImport);
              reset.current?.();
            }}
          >
            {(button) => <button type="button" hidden ref={pick} {...button} />}
          </FileButton>
        </>
      )}
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button variant="default" px={9} aria-label={t('cameras.scene.more')}>
            <IconDots size={18} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" href={apiUrl(`/cameras/${camera.id}/scene.yml`)} download={`${camera.id}.yml`}>
            {t('cameras.scene.export')}
          </Menu.Item>
          {editable && <Menu.Item onClick={() => pick.current?.click()}>{t('cameras.scene.import')}</Menu.Item>}
          {editable && dirty && (
            <Menu.Item onClick={() => run({ do: 'replace', scene: draft.saved })}>
              {t('cameras.scene.discard')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** What stood in the way of saving, and the ways out of it. */
export function Troubles(props: {
  saving: ReturnType<typeof useSaveScene>;
  onMine: (theirs: SceneDocument) => void;
  onTheirs: (theirs: SceneDocument) => void;
}) {
  const { state, dismiss } = props.saving;
  if (state.is === 'conflict') {
    return (
      <Alert color="yellow" role="alert" title={t('cameras.scene.conflict.title')}>
        <p>{t('cameras.scene.conflict.why')}</p>
        <Group gap={8}>
          <Button onClick={() => props.onMine(state.theirs)}>{t('cameras.scene.conflict.mine')}</Button>
          <Button variant="default" onClick={() => props.onTheirs(state.theirs)}>
            {t('cameras.scene.conflict.theirs')}
          </Button>
        </Group>
      </Alert>
    );
  }
  if (state.is === 'refused') {
    const { title, detail } = problemText(state.problem);
    return (
      <Alert color="red" role="alert" title={t('cameras.scene.refused')} withCloseButton onClose={dismiss}>
        {detail || title}
      </Alert>
    );
  }
  return null;
}
