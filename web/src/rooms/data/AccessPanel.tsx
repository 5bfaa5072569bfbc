import { Button, Loader } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useDevice, type Device, type MqttAccess } from '../../api';
import { Age, StateMark, Value } from '../../app';
import { t } from '../../words';
import { Copied } from './NewPassword';
import { publishLine } from './onboarding';
import { useQuantities } from './quantities';

/** How the new sensor speaks to the broker, told this once, and its first value as soon as it comes. */
export function AccessPanel(props: { device: Device; mqtt: MqttAccess; onAnother: () => void }) {
  const { mqtt } = props;
  const quantities = useQuantities();
  const device = useDevice(props.device.id, 1_000).data ?? props.device;
  const host = mqtt.host ?? location.hostname;
  const came = device.channels.filter((channel) => channel.newest);
  return (
    <div className="v-onboard" data-even>
      <section className="v-card v-onboard-part">
        <h2>{t('data.access.title')}</h2>
        <p>{t('data.access.why')}</p>
        <Copied label={t('data.access.server')} value={`${host}:${mqtt.port}`} />
        <Copied label={t('data.password.user')} value={mqtt.user} />
        <Copied label={t('data.password.password')} value={mqtt.password} />
        <Copied label={t('data.sensor.topic')} value={mqtt.topic} />
        {mqtt.tlsPort && <p className="v-quiet">{t('data.access.tls', { port: mqtt.tlsPort })}</p>}
      </section>
      <section className="v-card v-onboard-part">
        <h2>{t('data.access.try')}</h2>
        <p>{t('data.access.tryWhy')}</p>
        <Copied label={t('data.access.line')} value={publishLine(mqtt, host)} wrap />
        <div className="v-onboard-first" role="status" data-came={came.length > 0 || undefined}>
          {came.length === 0 ? (
            <>
              <Loader size="xs" color="gray" /> {t('data.access.waiting')}
            </>
          ) : (
            <>
              <StateMark tone="good">{t('data.access.came')}</StateMark>
              <ul>
                {came.map((channel) => (
                  <li key={channel.channel}>
                    {quantities.get(channel.quantity)?.label ?? channel.name}:{' '}
                    <Value newest={channel.newest} unit={channel.unit} info={quantities.get(channel.quantity)} />{' '}
                    <span className="v-quiet">
                      <Age at={channel.newest?.at} />
                    </span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      </section>
      <div className="v-onboard-end">
        <Button variant="default" onClick={props.onAnother}>
          {t('data.access.another')}
        </Button>
        <Button component={Link} to="/data/sensors/$deviceId" params={{ deviceId: device.id } as never}>
          {t('data.open')}
        </Button>
      </div>
    </div>
  );
}
