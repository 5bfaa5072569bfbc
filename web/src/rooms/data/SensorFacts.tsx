import type { ReactNode } from 'react';
import type { Device } from '../../api';
import { Age, DeviceStateMark, duration, StateMark } from '../../app';
import { t, tName } from '../../words';

const LOW_BATTERY = 20;
const WEAK_DBM = -115;

/** How a sensor is, and how it speaks to us. */
export function SensorFacts({ device }: { device: Device }) {
  const { batteryPercent: battery, signalDbm: signal, clockSkewSeconds: skew } = device;
  const silence = Math.max(0, ...device.channels.map((channel) => channel.silenceSeconds));
  return (
    <section aria-label={t('data.sensor.health')}>
      <h2>{t('data.sensor.health')}</h2>
      <dl className="v-sensor-facts">
        <Fact name={t('data.sensor.state')}>
          <DeviceStateMark state={device.state} />
        </Fact>
        <Fact name={t('data.sensor.lastSeen')}>
          <Age at={device.lastSeen} />
          {silence > 0 && <div className="v-quiet">{t('data.sensor.silentAfter', { time: duration(silence) })}</div>}
        </Fact>
        {battery !== null && battery !== undefined && (
          <Fact name={t('data.sensor.battery')}>
            <StateMark tone={battery > LOW_BATTERY ? 'good' : 'warn'}>
              {Math.round(battery)}&#8239;% {battery <= LOW_BATTERY && t('data.sensor.low')}
            </StateMark>
          </Fact>
        )}
        {signal !== null && signal !== undefined && (
          <Fact name={t('data.sensor.signal')}>
            <StateMark tone={signal > WEAK_DBM ? 'good' : 'warn'}>
              {Math.round(signal).toString().replace('-', '−')}&#8239;dBm {signal <= WEAK_DBM && t('data.sensor.weak')}
            </StateMark>
          </Fact>
        )}
        {skew !== null && skew !== undefined && (
          <Fact name={t('data.sensor.clock')}>
            <StateMark tone="warn">
              {t(skew > 0 ? 'data.sensor.clockBehind' : 'data.sensor.clockAhead', { time: duration(Math.abs(skew)) })}
            </StateMark>
          </Fact>
        )}
        <Fact name={t('data.sensor.today')}>
          {t('data.sensor.values', { n: device.observationsToday })}
          <div className="v-quiet">{t('data.sensor.flagged', { n: device.flaggedToday })}</div>
        </Fact>
      </dl>
      <h2>{t('data.sensor.access')}</h2>
      <dl className="v-sensor-facts">
        <Fact name={t('data.sensor.kind')}>{tName('app.sensorKind', device.kind)}</Fact>
        <Fact name={t('data.sensor.id')}>
          <code>{device.id}</code>
        </Fact>
        <Fact name={t('data.sensor.topic')}>
          <code className="v-sensor-topic">{device.topic}</code>
          {device.gateway && <div className="v-quiet">{t('data.sensor.gateway')}</div>}
        </Fact>
        <Fact name={t('data.sensor.signsIn')}>
          {[device.hasPassword && t('data.sensor.byPassword'), device.certificate && t('data.sensor.byCertificate')]
            .filter(Boolean)
            .join(', ') || t('data.sensor.byNothing')}
        </Fact>
        <Fact name={t('data.sensor.agency')}>{device.agency.name}</Fact>
      </dl>
    </section>
  );
}

function Fact(props: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
