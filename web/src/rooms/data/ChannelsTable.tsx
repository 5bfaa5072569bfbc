import { ActionIcon, Button, Checkbox, NumberInput, Select, Table, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Kinds } from '../../api';
import { t } from '../../words';
import type { ChannelDraft } from './onboarding';

/** Channels of a sensor: which are taken, what they measure, in which unit, and when silence is too long. */
export function ChannelsTable(props: {
  kinds: Kinds;
  channels: readonly ChannelDraft[];
  onChange: (channels: ChannelDraft[]) => void;
}) {
  const { kinds, channels, onChange } = props;
  const set = (at: number, change: Partial<ChannelDraft>) =>
    onChange(channels.map((channel, i) => (i === at ? { ...channel, ...change } : channel)));
  const quantities = kinds.quantities.map(({ quantity, label }) => ({ value: quantity, label }));
  const sampled = channels.some((channel) => channel.sample !== '');
  return (
    <>
      <div className="v-onboard-table">
        <Table verticalSpacing={6} className="v-cardtable">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('data.column.channel')}</Table.Th>
              {sampled && <Table.Th>{t('data.column.sample')}</Table.Th>}
              <Table.Th>{t('data.column.quantity')}</Table.Th>
              <Table.Th>{t('data.column.unit')}</Table.Th>
              <Table.Th>{t('data.column.silence')}</Table.Th>
              <Table.Th>
                <span className="v-visually-hidden">{t('data.column.remove')}</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {channels.map((channel, i) => (
              <Table.Tr key={i} data-left={!channel.taken || undefined}>
                <Table.Td>
                  <div className="v-onboard-channel">
                    <Checkbox
                      aria-label={t('data.column.take', { channel: channel.channel })}
                      checked={channel.taken}
                      onChange={(event) => set(i, { taken: event.currentTarget.checked })}
                    />
                    <TextInput
                      aria-label={t('data.column.channel')}
                      value={channel.channel}
                      spellCheck={false}
                      onChange={(event) => set(i, { channel: event.currentTarget.value })}
                    />
                  </div>
                </Table.Td>
                {sampled && (
                  <Table.Td data-label={t('data.column.sample')}>
                    <code>{channel.sample}</code>
                  </Table.Td>
                )}
                <Table.Td data-label={t('data.column.quantity')}>
                  <Select
                    aria-label={t('data.column.quantityOf', { channel: channel.channel })}
                    data={quantities}
                    value={channel.quantity}
                    searchable
                    allowDeselect={false}
                    disabled={!channel.taken}
                    onChange={(quantity) => {
                      const info = kinds.quantities.find((each) => each.quantity === quantity);
                      if (info)
                        set(i, {
                          quantity: info.quantity,
                          unit: info.unit,
                          silenceSeconds: info.usualSilenceSeconds,
                        });
                    }}
                  />
                </Table.Td>
                <Table.Td data-label={t('data.column.unit')}>
                  <TextInput
                    aria-label={t('data.column.unitOf', { channel: channel.channel })}
                    w={110}
                    value={channel.unit}
                    disabled={!channel.taken}
                    onChange={(event) => set(i, { unit: event.currentTarget.value })}
                  />
                </Table.Td>
                <Table.Td data-label={t('data.column.silence')}>
                  <NumberInput
                    aria-label={t('data.column.silenceOf', { channel: channel.channel })}
                    w={110}
                    min={0}
                    suffix=" s"
                    value={channel.silenceSeconds ?? ''}
                    disabled={!channel.taken}
                    onChange={(value) => set(i, { silenceSeconds: value === '' ? null : Number(value) })}
                  />
                </Table.Td>
                <Table.Td>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('data.column.removeOf', { channel: channel.channel })}
                    onClick={() => onChange(channels.filter((_each, at) => at !== i))}
                  >
                    <IconTrash size={17} />
                  </ActionIcon>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={15} aria-hidden />}
        onClick={() =>
          onChange([
            ...channels,
            { channel: '', sample: '', taken: true, quantity: 'OTHER', unit: '', silenceSeconds: null },
          ])
        }
      >
        {t('data.column.add')}
      </Button>
    </>
  );
}
