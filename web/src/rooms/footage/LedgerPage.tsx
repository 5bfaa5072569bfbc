import { Button, Modal, Table, TextInput } from '@mantine/core';
import { IconArrowLeft, IconDownload, IconLock, IconSearch } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { apiUrl, serverNow, useLedger, useMe, type LedgerDay, type LedgerMonth } from '../../api';
import { At, duration, EmptyState, Page, StateMark, StateView, useKeys, type Tone } from '../../app';
import { t, tName } from '../../words';
import { StatusPanel } from './StatusPanel';
import './ledger.css';

/** The month of the server's clock, as 2026-11. */
export function thisMonth(): string {
  return new Date(serverNow()).toISOString().slice(0, 7);
}

export function daysOf(month: string): string[] {
  const [year, number] = month.split('-').map(Number);
  const count = new Date(Date.UTC(year ?? 1970, number ?? 1, 0)).getUTCDate();
  return Array.from({ length: count }, (_none, i) => `${month}-${String(i + 1).padStart(2, '0')}`);
}

/** 99.96 is not 100: what is not whole never looks whole. */
export function percent(value: number): string {
  if (value >= 100) return '100 %';
  return `${(Math.floor(value * 100) / 100).toFixed(value >= 99 ? 2 : 1)} %`;
}

export function toneOf(value: number): Tone {
  return value >= 99.9 ? 'good' : value >= 95 ? 'warn' : 'bad';
}

/** How much of what should have been recorded was recorded, by camera and day, and how the storage is. */
export function LedgerPage() {
  const address = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const { rights } = useMe();
  const month = /^\d{4}-\d{2}$/.test(String(address['month'])) ? String(address['month']) : thisMonth();
  const search = typeof address['search'] === 'string' ? address['search'] : '';
  const show = (next: { month?: string; search?: string }): void => {
    const all = { month, search, ...next };
    void navigate({
      to: '/footage/completeness',
      search: {
        ...(all.month !== thisMonth() && { month: all.month }),
        ...(all.search && { search: all.search }),
      } as never,
      replace: true,
    });
  };
  const asked = useLedger(month);
  const [open, setOpen] = useState<LedgerMonth>();
  const field = useRef<HTMLInputElement>(null);
  useKeys([{ key: '/', does: t('footage.ledger.search'), run: () => field.current?.focus() }]);
  return (
    <Page
      title={t('footage.ledger.title')}
      actions={
        <>
          <TextInput
            type="month"
            aria-label={t('footage.ledger.month')}
            value={month}
            max={thisMonth()}
            onChange={(event) => event.currentTarget.value && show({ month: event.currentTarget.value })}
          />
          <TextInput
            ref={field}
            type="search"
            w={190}
            aria-label={t('footage.ledger.search')}
            placeholder={t('footage.ledger.search')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={search}
            onChange={(event) => show({ search: event.currentTarget.value })}
          />
          <Button
            component="a"
            href={apiUrl('/footage/ledger.csv', { month })}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t('footage.ledger.csv')}
          </Button>
          {rights.includes('MANAGE_FOOTAGE') && (
            <Button
              component={Link}
              to="/footage/holds"
              variant="default"
              leftSection={<IconLock size={16} aria-hidden />}
            >
              {t('footage.ledger.holds')}
            </Button>
          )}
          <Button
            component={Link}
            to="/footage"
            variant="default"
            leftSection={<IconArrowLeft size={16} aria-hidden />}
          >
            {t('footage.ledger.back')}
          </Button>
        </>
      }
    >
      <div className="v-ledger">
        <p className="v-quiet v-ledger-why">{t('footage.ledger.why')}</p>
        <StateView
          of={asked}
          isEmpty={(ledger) => ledger.cameras.length === 0}
          empty={<EmptyState title={t('footage.ledger.empty')}>{t('footage.ledger.emptyWhy')}</EmptyState>}
        >
          {(ledger) => {
            const rows = ledger.cameras.filter((each) => each.cameraName.toLowerCase().includes(search.toLowerCase()));
            return rows.length > 0 ? (
              <Grid rows={rows} days={daysOf(month)} onOpen={setOpen} />
            ) : (
              <EmptyState
                title={t('footage.ledger.none')}
                action={
                  <Button variant="default" onClick={() => show({ search: '' })}>
                    {t('footage.ledger.clear')}
                  </Button>
                }
              />
            );
          }}
        </StateView>
        <StatusPanel />
      </div>
      {open && <Details of={open} onClose={() => setOpen(undefined)} />}
    </Page>
  );
}

function Grid(props: { rows: LedgerMonth[]; days: string[]; onOpen: (row: LedgerMonth) => void }) {
  return (
    // A wide table scrolls by keys, too.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="v-card v-ledger-table" tabIndex={0} role="region" aria-label={t('footage.ledger.title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('footage.ledger.camera')}</th>
            <th scope="col">{t('footage.ledger.whole')}</th>
            {props.days.map((day) => (
              <th scope="col" key={day} className="v-number">
                {Number(day.slice(8))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.camera}>
              <th scope="row">
                <button type="button" className="v-ledger-name" onClick={() => props.onOpen(row)}>
                  {row.cameraName}
                </button>
              </th>
              <td className="v-number v-ledger-month">
                <StateMark tone={toneOf(row.completeness)}>{percent(row.completeness)}</StateMark>
              </td>
              {props.days.map((day) => (
                <Day key={day} day={row.days.find((each) => each.day === day)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Day({ day }: { day: LedgerDay | undefined }) {
  if (!day || day.wantedSeconds <= 0) return <td className="v-ledger-none">·</td>;
  const tone = toneOf(day.completeness);
  const words = [t('footage.ledger.day', { day: day.day, percent: percent(day.completeness) }), ...partsOf(day)];
  const text = words.join('\n');
  return (
    <td title={text} data-tone={tone} className="v-ledger-day">
      <span className="v-visually-hidden">{words.join(', ')}</span>
      <span aria-hidden="true">
        {day.completeness >= 100 ? '✓' : Math.floor(day.completeness)}
        {day.signed && <sup>•</sup>}
      </span>
    </td>
  );
}

function partsOf(day: LedgerDay): string[] {
  const list = (parts: Record<string, number>) =>
    Object.entries(parts)
      .filter(([, seconds]) => seconds >= 0.05)
      .sort((a, b) => b[1] - a[1]);
  return [
    ...list(day.lostSeconds).map(([cause, seconds]) =>
      t('footage.ledger.lost', { time: duration(seconds), cause: tName('footage.cause', cause) }),
    ),
    ...list(day.deletedSeconds).map(([rule, seconds]) =>
      t('footage.ledger.deletedBy', { time: duration(seconds), rule: tName('footage.rule', rule, rule) }),
    ),
    ...(day.notWantedSeconds > 1 ? [t('footage.ledger.off', { time: duration(day.notWantedSeconds) })] : []),
  ];
}

/** The days of a camera's month with causes and signatures. */
function Details({ of, onClose }: { of: LedgerMonth; onClose: () => void }) {
  const today = new Date(serverNow()).toISOString().slice(0, 10);
  return (
    <Modal opened onClose={onClose} size="xl" title={t('footage.ledger.details', { camera: of.cameraName })}>
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {of.days.map((day) => (
            <Table.Tr key={day.day}>
              <Table.Td className="v-number" w={104}>
                {day.day}
              </Table.Td>
              <Table.Td w={110}>
                <StateMark tone={day.wantedSeconds > 0 ? toneOf(day.completeness) : 'unknown'}>
                  {day.wantedSeconds > 0 ? percent(day.completeness) : '–'}
                </StateMark>
              </Table.Td>
              <Table.Td>{partsOf(day).join('; ') || '–'}</Table.Td>
              <Table.Td className="v-quiet">
                {day.signed ? (
                  <span title={`${day.signed.key}\n${day.signed.signature}`}>
                    {t('footage.ledger.signed', { at: '' })}
                    <At at={day.signed.at} />
                  </span>
                ) : (
                  t(day.day === today ? 'footage.ledger.today' : 'footage.ledger.unsigned')
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
