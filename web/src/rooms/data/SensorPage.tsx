import { Button, Menu } from '@mantine/core';
import { IconArrowLeft, IconDots, IconListCheck, IconPencil } from '@tabler/icons-react';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useDevice, useMe, type Channel, type Device, type QuantityInfo } from '../../api';
import { Age, DeviceStateMark, EmptyState, Page, StateView, useKeys, Value } from '../../app';
import { CityMap } from '../../map';
import { t } from '../../words';
import { Calibrations } from './Calibrations';
import { ChannelChart } from './ChannelChart';
import { DeleteSensor } from './DeleteSensor';
import { NewPassword } from './NewPassword';
import { SensorFacts } from './SensorFacts';
import { useQuantities } from './quantities';
import './data.css';
import './sensor.css';

/** The one page of a sensor: newest values, chart, how it is, how it speaks to us. */
export function SensorPage() {
  const { deviceId } = useParams({ strict: false }) as { deviceId: string };
  const asked = useDevice(deviceId);
  const quantities = useQuantities();
  if (asked.data) return <Known device={asked.data} quantities={quantities} />;
  return (
    <Page title={t('data.sensor.one')} actions={<BackLink />}>
      <StateView of={asked}>{() => <EmptyState title={t('data.sensor.gone')} />}</StateView>
    </Page>
  );
}

export function BackLink() {
  return (
    <Button component={Link} to="/data" variant="default" leftSection={<IconArrowLeft size={16} aria-hidden />}>
      {t('data.title')}
    </Button>
  );
}

function Known({ device, quantities }: { device: Device; quantities: ReadonlyMap<string, QuantityInfo> }) {
  const { rights } = useMe();
  const navigate = useNavigate();
  const address = useSearch({ strict: false }) as Record<string, unknown>;
  const chosen =
    device.channels.find((channel) => channel.channel === address['channel']) ??
    device.channels.find((channel) => channel.datastream === Number(address['datastream'])) ??
    device.channels[0];
  const [dialog, setDialog] = useState<'password' | 'delete'>();
  const mayEdit = rights.includes('EDIT_SENSORS');
  const at = chosen ? device.channels.indexOf(chosen) : -1;
  const choose = (channel: Channel | undefined): void => {
    if (!channel) return;
    void navigate({
      to: '/data/sensors/$deviceId',
      params: { deviceId: device.id },
      search: { ...address, channel: channel.channel } as never,
      replace: true,
    });
  };
  useKeys([
    { key: 'j', does: t('data.sensor.keys.next'), run: () => choose(device.channels[at + 1]) },
    { key: 'k', does: t('data.sensor.keys.previous'), run: () => choose(device.channels[at - 1]) },
    ...(mayEdit
      ? [
          {
            key: 'e',
            does: t('data.sensor.edit'),
            run: () => void navigate({ to: '/data/sensors/$deviceId/edit', params: { deviceId: device.id } }),
          },
        ]
      : []),
  ]);
  return (
    <Page
      title={device.name}
      beside={<DeviceStateMark state={device.state} />}
      actions={
        <>
          {rights.includes('EDIT_SCENES') && chosen && (
            <Button
              component={Link}
              to="/rules/new"
              search={{ datastream: chosen.datastream } as never}
              variant="default"
              leftSection={<IconListCheck size={16} aria-hidden />}
            >
              {t('data.sensor.makeRule')}
            </Button>
          )}
          {mayEdit && (
            <>
              <Button
                component={Link}
                to="/data/sensors/$deviceId/edit"
                params={{ deviceId: device.id } as never}
                variant="default"
                leftSection={<IconPencil size={16} aria-hidden />}
              >
                {t('data.sensor.edit')}
              </Button>
              <Menu position="bottom-end" shadow="md">
                <Menu.Target>
                  <Button variant="default" px={9} aria-label={t('data.sensor.actions')}>
                    <IconDots size={18} aria-hidden />
                  </Button>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => setDialog('password')}>{t('data.password.new')}</Menu.Item>
                  <Menu.Item onClick={() => setDialog('delete')}>{t('data.delete.button')}</Menu.Item>
                </Menu.Dropdown>
              </Menu>
            </>
          )}
          <BackLink />
        </>
      }
    >
      <div className="v-sensor">
        <div className="v-sensor-main">
          <Channels device={device} chosen={chosen} quantities={quantities} onChoose={choose} />
          {chosen ? (
            <ChannelChart channel={chosen} device={device} quantities={quantities} />
          ) : (
            <EmptyState title={t('data.sensor.noChannel')} />
          )}
        </div>
        <div className="v-sensor-side">
          <SensorFacts device={device} />
          {chosen && <Calibrations channel={chosen} device={device} mayEdit={mayEdit} />}
          {device.location && <Where device={device} />}
        </div>
      </div>
      {dialog === 'password' && <NewPassword device={device} onClose={() => setDialog(undefined)} />}
      {dialog === 'delete' && <DeleteSensor device={device} onClose={() => setDialog(undefined)} />}
    </Page>
  );
}

/** The newest value of each channel; a click shows its chart. */
function Channels(props: {
  device: Device;
  chosen: Channel | undefined;
  quantities: ReadonlyMap<string, QuantityInfo>;
  onChoose: (channel: Channel) => void;
}) {
  return (
    <div className="v-sensor-channels" role="group" aria-label={t('data.sensor.channels')}>
      {props.device.channels.map((channel) => {
        const info = props.quantities.get(channel.quantity);
        return (
          <button
            type="button"
            key={channel.channel}
            className="v-sensor-channel"
            aria-pressed={channel === props.chosen}
            onClick={() => props.onChoose(channel)}
          >
            <span className="v-quiet v-ellipsis">{info?.label ?? channel.name}</span>
            <span className="v-sensor-newest">
              <Value newest={channel.newest} unit={channel.unit} info={info} />
            </span>
            <span className="v-quiet">{channel.newest ? <Age at={channel.newest.at} /> : channel.channel}</span>
          </button>
        );
      })}
    </div>
  );
}

const none: readonly never[] = [];

function Where({ device }: { device: Device }) {
  const [shapes] = useState(() =>
    device.location ? [{ is: 'mark' as const, at: device.location, label: device.name }] : [],
  );
  return (
    <section aria-label={t('data.sensor.where')}>
      <h2>{t('data.sensor.where')}</h2>
      <div className="v-sensor-map">
        <CityMap cameras={none} shapes={shapes} goTo={device.location ?? undefined} />
      </div>
    </section>
  );
}
