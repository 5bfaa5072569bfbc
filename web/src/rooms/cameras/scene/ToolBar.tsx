import { Button, SegmentedControl } from '@mantine/core';
import { IconLine, IconPerspective, IconPointer, IconPolygon, IconRefresh, IconRoad } from '@tabler/icons-react';
import { KeyCap } from '../../../app';
import { t } from '../../../words';
import type { Tool } from './drawing';

const TOOLS = [
  { tool: 'select', key: 's', Icon: IconPointer },
  { tool: 'zone', key: 'z', Icon: IconPolygon },
  { tool: 'lane', key: 'n', Icon: IconRoad },
  { tool: 'line', key: 'l', Icon: IconLine },
  { tool: 'calibrate', key: 'c', Icon: IconPerspective },
] as const;

/** What to draw, and whether on the live picture or on a still. */
export function ToolBar(props: {
  tool: Tool;
  editable: boolean;
  live: boolean;
  onTool: (tool: Tool) => void;
  onLive: (live: boolean) => void;
  onNewStill: () => void;
}) {
  return (
    <div className="v-editor-tools">
      {props.editable && (
        <div role="group" aria-label={t('cameras.scene.tool.label')} className="v-editor-toolset">
          {TOOLS.map(({ tool, key, Icon }) => (
            <Button
              key={tool}
              variant={props.tool === tool ? 'filled' : 'default'}
              aria-pressed={props.tool === tool}
              leftSection={<Icon size={17} aria-hidden />}
              rightSection={<KeyCap keys={key} />}
              onClick={() => props.onTool(tool)}
            >
              {t(`cameras.scene.tool.${tool}`)}
            </Button>
          ))}
        </div>
      )}
      {!props.live && (
        <Button
          ml="auto"
          variant="default"
          px={9}
          aria-label={t('cameras.scene.newStill')}
          title={t('cameras.scene.newStill')}
          onClick={props.onNewStill}
        >
          <IconRefresh size={17} aria-hidden />
        </Button>
      )}
      <SegmentedControl
        ml={props.live ? 'auto' : 0}
        aria-label={t('cameras.scene.view')}
        data={[
          { value: 'still', label: t('cameras.scene.still') },
          { value: 'live', label: t('cameras.scene.live') },
        ]}
        value={props.live ? 'live' : 'still'}
        onChange={(value) => props.onLive(value === 'live')}
      />
    </div>
  );
}
