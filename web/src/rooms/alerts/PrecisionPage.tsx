import { Button, SegmentedControl, Table, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconArrowLeft, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, serverNow, useMe, type Listing, type Named, type RuleKindName } from '../../api';
import { EmptyState, Page, StateMark, StateView } from '../../app';
import { t, tName } from '../../words';
import './alerts.css';

interface Precision {
  ruleId: string;
  ruleName: string;
  kind: RuleKindName;
  camera?: Named | null;
  sourceName: string;
  raised: number;
  confirmed: number;
  dismissed: number;
  harmless?: number;
  falseAlarms: number;
  precision: number | null;
  precisionLow?: number | null;
  precisionHigh?: number | null;
}

const DAYS = ['1', '7', '30'] as const;

/** How often each rule was right, by what operators said of its alerts. */
export function PrecisionPage() {
  const [days, setDays] = useState<(typeof DAYS)[number]>('7');
  const [search, setSearch] = useState('');
  const mayEdit = useMe().rights.includes('EDIT_SCENES');
  const asked = useQuery({
    queryKey: ['alerts', 'precision', days],
    queryFn: ({ signal }) => {
      const from = new Date(serverNow() - Number(days) * 86_400_000).toISOString();
      return api.get<Listing<Precision>>('/alerts/precision', { from }, signal);
    },
    select: (listing) => listing.items,
  });
  return (
    <Page
      title={t('alerts.precision.title')}
      actions={
        <>
          <SegmentedControl
            aria-label={t('alerts.precision.period')}
            data={DAYS.map((value) => ({ value, label: t('alerts.precision.days', { n: value }) }))}
            value={days}
            onChange={(value) => setDays(value as (typeof DAYS)[number])}
          />
          <TextInput
            type="search"
            w={200}
            aria-label={t('alerts.precision.search')}
            placeholder={t('alerts.precision.search')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Button component={Link} to="/alerts" variant="default" leftSection={<IconArrowLeft size={16} aria-hidden />}>
            {t('alerts.title')}
          </Button>
        </>
      }
    >
      <p className="v-quiet v-alerts-lead">{t('alerts.precision.lead')}</p>
      <StateView
        of={asked}
        empty={<EmptyState title={t('alerts.precision.none')}>{t('alerts.precision.noneWhy')}</EmptyState>}
      >
        {(all) => {
          const rows = all.filter((row) =>
            `${row.ruleName}\n${row.sourceName}`.toLowerCase().includes(search.trim().toLowerCase()),
          );
          if (rows.length === 0) return <EmptyState title={t('alerts.precision.noneFound')} />;
          return (
            <div className="v-card v-table-frame">
              <Table verticalSpacing="xs" highlightOnHover className="v-cardtable">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('alerts.precision.rule')}</Table.Th>
                    <Table.Th>{t('alerts.precision.camera')}</Table.Th>
                    <Table.Th className="v-number">{t('alerts.precision.raised')}</Table.Th>
                    <Table.Th className="v-number">{t('alerts.precision.confirmed')}</Table.Th>
                    <Table.Th className="v-number">{t('alerts.precision.falseAlarms')}</Table.Th>
                    <Table.Th className="v-number">{t('alerts.precision.harmless')}</Table.Th>
                    <Table.Th>{t('alerts.precision.precision')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {rows.map((row) => (
                    <Table.Tr key={`${row.ruleId} ${row.sourceName}`}>
                      <Table.Td>
                        {mayEdit && row.camera ? (
                          <Link to="/cameras/$cameraId/scene" params={{ cameraId: row.camera.id }}>
                            {row.ruleName}
                          </Link>
                        ) : (
                          row.ruleName
                        )}
                        <div className="v-quiet">{tName('app.kind', row.kind)}</div>
                      </Table.Td>
                      <Table.Td data-label={t('alerts.precision.camera')}>{row.sourceName}</Table.Td>
                      <Table.Td className="v-number" data-label={t('alerts.precision.raised')}>
                        {row.raised}
                      </Table.Td>
                      <Table.Td className="v-number" data-label={t('alerts.precision.confirmed')}>
                        {row.confirmed}
                      </Table.Td>
                      <Table.Td className="v-number" data-label={t('alerts.precision.falseAlarms')}>
                        {row.falseAlarms}
                      </Table.Td>
                      <Table.Td className="v-number" data-label={t('alerts.precision.harmless')}>
                        {row.harmless ?? row.dismissed - row.falseAlarms}
                      </Table.Td>
                      <Table.Td data-label={t('alerts.precision.precision')}>
                        <Figure row={row} />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </div>
          );
        }}
      </StateView>
    </Page>
  );
}

function Figure({ row }: { row: Precision }) {
  if (row.precision === null) return <StateMark tone="unknown">{t('alerts.precision.unknown')}</StateMark>;
  const percent = (value: number): string => `${Math.round(value * 100)} %`;
  const tone = row.precision >= 0.7 ? 'good' : row.precision >= 0.4 ? 'warn' : 'bad';
  return (
    <>
      <StateMark tone={tone}>{percent(row.precision)}</StateMark>
      {row.precisionLow != null && row.precisionHigh != null && (
        <div className="v-quiet">
          {t('alerts.precision.interval', { low: percent(row.precisionLow), high: percent(row.precisionHigh) })}
        </div>
      )}
    </>
  );
}
