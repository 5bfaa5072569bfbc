import { Progress, Table, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useHealth, type ProcessHealth, type SystemHealth, type Status } from '../../api';
import { Age, ConditionMark, Page, StateMark, StateView, type Tone } from '../../app';
import { t } from '../../words';
import './health.css';

const tones: Record<Status, Tone> = { UP: 'good', DEGRADED: 'warn', DOWN: 'bad' };

/** How the system itself is: processes, cameras, queues, disk. Looks again every few seconds. */
export function HealthPage() {
  const health = useHealth(3_000);
  const data = health.data;
  const limited = (data?.processes ?? []).filter(({ status }) => status !== 'UP').map(({ name }) => name);
  return (
    <Page
      title={t('health.title')}
      beside={
        data && (
          <>
            <StatusMark status={data.status} />
            {limited.length > 0 && (
              <span className="v-quiet">{t('health.limited', { names: limited.join(', ') })}</span>
            )}
          </>
        )
      }
      actions={
        data && (
          <span className="v-quiet">
            {data.version && `${t('health.version', { version: data.version })} · `}
            <Age at={health.dataUpdatedAt} />
          </span>
        )
      }
    >
      {health.error !== null && data && (
        <p role="alert" className="v-health-stale">
          {t('health.stale')} <Age at={health.dataUpdatedAt} />
        </p>
      )}
      <StateView of={health}>
        {(all) => (
          <div className="v-health" data-stale={health.error !== null || undefined}>
            <Sections health={all} />
          </div>
        )}
      </StateView>
    </Page>
  );
}

function StatusMark(props: { status: Status }) {
  return <StateMark tone={tones[props.status] ?? 'unknown'}>{t(`health.status.${props.status}`)}</StateMark>;
}

function Sections(props: { health: SystemHealth }) {
  // An older or still starting server may not know all of it yet.
  const { processes, cameras, queues, disk } = props.health as Partial<SystemHealth>;
  return (
    <>
      <section className="v-card v-health-wide">
        <Title order={2}>{t('health.processes')}</Title>
        <ProcessTable processes={processes ?? []} />
      </section>
      <section className="v-card v-health-wide">
        <CameraSection cameras={cameras ?? []} />
      </section>
      <section className="v-card">
        <Title order={2}>{t('health.queues')}</Title>
        <QueueTable queues={queues ?? []} />
      </section>
      <section className="v-card">
        <Title order={2}>{t('health.disk')}</Title>
        <Disk disk={disk ?? null} />
      </section>
    </>
  );
}

const unknown = <span className="v-quiet">–</span>;

function ProcessTable(props: { processes: ProcessHealth[] }) {
  if (props.processes.length === 0) return <p className="v-quiet v-health-none">{t('health.noProcesses')}</p>;
  return (
    <Table verticalSpacing={6} className="v-cardtable">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('health.process.name')}</Table.Th>
          <Table.Th>{t('health.process.state')}</Table.Th>
          <Table.Th className="v-number">{t('health.process.since')}</Table.Th>
          <Table.Th className="v-number">{t('health.process.restarts')}</Table.Th>
          <Table.Th className="v-number">{t('health.process.memory')}</Table.Th>
          <Table.Th className="v-number">{t('health.process.cpu')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {props.processes.map((process) => (
          <Table.Tr key={process.name}>
            <Table.Td>
              <strong>{process.name}</strong>
              <Reason of={process} />
            </Table.Td>
            <Table.Td data-label={t('health.process.state')}>
              <StatusMark status={process.status} />
            </Table.Td>
            <Table.Td data-label={t('health.process.since')} className="v-number">
              {process.since ? <Age at={process.since} bare /> : unknown}
            </Table.Td>
            <Table.Td data-label={t('health.process.restarts')} className="v-number">
              {process.restarts}
            </Table.Td>
            <Table.Td data-label={t('health.process.memory')} className="v-number">
              {process.rssBytes ? bytes(process.rssBytes) : unknown}
            </Table.Td>
            <Table.Td data-label={t('health.process.cpu')} className="v-number">
              {process.cpuPercent !== null && process.cpuPercent !== undefined
                ? `${process.cpuPercent.toFixed(0)} %`
                : unknown}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Why a process does not do its whole job; nothing when all is well. */
function Reason({ of }: { of: ProcessHealth }) {
  if (of.status === 'UP') return null;
  const told = of.detail?.trim() ?? '';
  const reason = told && told !== of.status ? told : t('health.noReason');
  return <div className="v-quiet v-health-detail">{sentence(reason)}</div>;
}

function CameraSection({ cameras }: { cameras: SystemHealth['cameras'] }) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const shown = cameras.filter((camera) => camera.name.toLowerCase().includes(wanted));
  return (
    <>
      <div className="v-health-head">
        <Title order={2}>{t('health.cameras')}</Title>
        {cameras.length > 1 && (
          <TextInput
            type="search"
            size="xs"
            aria-label={t('health.search')}
            placeholder={t('health.search')}
            leftSection={<IconSearch size={14} aria-hidden />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        )}
      </div>
      {cameras.length > 0 && shown.length === 0 ? (
        <p className="v-quiet v-health-none">{t('app.picker.none')}</p>
      ) : (
        <CameraTable cameras={shown} />
      )}
    </>
  );
}

function CameraTable(props: { cameras: SystemHealth['cameras'] }) {
  if (props.cameras.length === 0) return <p className="v-quiet v-health-none">{t('health.noCameras')}</p>;
  return (
    <Table verticalSpacing={6} className="v-cardtable">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('health.camera.name')}</Table.Th>
          <Table.Th>{t('health.camera.connection')}</Table.Th>
          <Table.Th>{t('health.camera.picture')}</Table.Th>
          <Table.Th className="v-number">{t('health.camera.analysed')}</Table.Th>
          <Table.Th className="v-number">{t('health.camera.delay')}</Table.Th>
          <Table.Th className="v-number">{t('health.camera.dropped')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {props.cameras.map(({ id, name, connection, picture, rates }) => (
          <Table.Tr key={id}>
            <Table.Td>
              <Link to={`/cameras/${id}` as string} className="v-health-link">
                {name}
              </Link>
              {[connection, picture].map(
                (each) =>
                  each &&
                  each.condition !== 'GOOD' && (
                    <div key={each.condition} className="v-quiet v-health-detail">
                      {sentence(each.detail)}
                    </div>
                  ),
              )}
              <Format rates={rates} />
            </Table.Td>
            <Table.Td data-label={t('health.camera.connection')}>
              <Condition of={connection} />
            </Table.Td>
            <Table.Td data-label={t('health.camera.picture')}>
              <Condition of={picture} />
            </Table.Td>
            <Table.Td data-label={t('health.camera.analysed')} className="v-number">
              <Analysed rates={rates} />
            </Table.Td>
            <Table.Td data-label={t('health.camera.delay')} className="v-number">
              {typeof rates?.delayMs === 'number' ? `${Math.round(rates.delayMs)} ms` : unknown}
            </Table.Td>
            <Table.Td data-label={t('health.camera.dropped')} className="v-number">
              {typeof rates?.droppedFrames === 'number'
                ? t('health.camera.frames', { n: rates.droppedFrames })
                : unknown}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

type MaybeRates = SystemHealth['cameras'][number]['rates'];

function Format(props: { rates: MaybeRates }) {
  const { rates } = props;
  const parts = [];
  if (rates?.widthPx && rates.heightPx) parts.push(`${rates.widthPx}×${rates.heightPx}`);
  if (rates?.codec) parts.push(rates.codec.replace(/^H(\d)/, 'H.$1'));
  if (rates?.cameraFps) parts.push(t('health.camera.sends', { fps: rates.cameraFps.toFixed(1) }));
  return parts.length > 0 && <div className="v-quiet v-health-detail">{parts.join(', ')}</div>;
}

function Analysed(props: { rates: MaybeRates }) {
  const { rates } = props;
  if (typeof rates?.achievedFps !== 'number' || typeof rates.askedFps !== 'number') return unknown;
  return (
    <StateMark tone={rates.achievedFps < rates.askedFps * 0.8 ? 'warn' : 'good'} title={t('health.camera.ratesHelp')}>
      {t('health.camera.rates', { achieved: rates.achievedFps.toFixed(1), asked: rates.askedFps.toFixed(1) })}
    </StateMark>
  );
}

function Condition(props: { of: SystemHealth['cameras'][number]['connection'] }) {
  const { of } = props;
  return (
    <>
      <ConditionMark condition={of?.condition} />
      {of && (
        <span className="v-quiet v-health-since">
          <Age at={of.since} bare />
        </span>
      )}
    </>
  );
}

function QueueTable(props: { queues: SystemHealth['queues'] }) {
  if (props.queues.length === 0) return <p className="v-quiet v-health-none">{t('health.noQueues')}</p>;
  return (
    <Table verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('health.queue.name')}</Table.Th>
          <Table.Th className="v-number">{t('health.queue.depth')}</Table.Th>
          <Table.Th className="v-number">{t('health.queue.dropped')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {props.queues.map(({ name, depth, limit, dropped }) => (
          <Table.Tr key={name}>
            <Table.Td>{name}</Table.Td>
            <Table.Td className="v-number">
              <StateMark tone={depth > limit * 0.8 ? 'warn' : 'good'}>
                {t('health.queue.of', { depth, limit })}
              </StateMark>
            </Table.Td>
            <Table.Td className="v-number">{dropped}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Disk(props: { disk: SystemHealth['disk'] }) {
  const { disk } = props;
  if (!disk || disk.totalBytes <= 0) return <p className="v-quiet v-health-none">{t('health.noDisk')}</p>;
  const used = (100 * (disk.totalBytes - disk.freeBytes)) / disk.totalBytes;
  const tone: Tone = used > 95 ? 'bad' : used > 85 ? 'warn' : 'good';
  return (
    <div className="v-health-disk">
      <StateMark tone={tone}>
        {t('health.diskFree', { free: bytes(disk.freeBytes), total: bytes(disk.totalBytes) })}
      </StateMark>
      <Progress
        value={used}
        color={tone === 'good' ? 'gray' : tone === 'warn' ? 'orange' : 'red'}
        aria-label={t('health.disk')}
      />
    </div>
  );
}

function bytes(n: number): string {
  if (n >= 1e9) return `${(n / 1e9).toFixed(n >= 1e11 ? 0 : 1)} GB`;
  return `${Math.round(n / 1e6)} MB`;
}
