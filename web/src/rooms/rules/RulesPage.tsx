import { Button, Select, Switch, Table, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { IconDownload, IconListCheck, IconPlus, IconSearch, IconUpload } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { api, apiUrl, useMe, useRules, type RuleView } from '../../api';
import {
  clockTime,
  EmptyState,
  Page,
  SeverityMark,
  StateMark,
  StateView,
  toast,
  toastProblem,
  useKeys,
} from '../../app';
import { t, tName } from '../../words';
import { ImportDialog } from './ImportDialog';
import './rules.css';

const STATES = ['ON', 'OFF', 'PROBLEM'] as const;
const KINDS = ['THRESHOLD', 'RATE_OF_CHANGE', 'MISSING_DATA', 'ANOMALY', 'COMBINATION'] as const;
const LIMIT = 500;

interface Filters {
  search: string;
  state: string | undefined;
  kind: string | undefined;
}

/** Every rule: what it looks for, whether it is on, how much work it makes and how often it is right. */
export function RulesPage() {
  const address = useSearch({ strict: false }) as Record<string, unknown>;
  const filters: Filters = {
    search: typeof address['search'] === 'string' ? address['search'] : '',
    state: STATES.find((each) => each === address['state']),
    kind: KINDS.find((each) => each === address['kind']),
  };
  const navigate = useNavigate();
  const show = ({ search, state, kind }: Filters): void =>
    void navigate({
      to: '/rules',
      search: { ...(search && { search }), ...(state && { state }), ...(kind && { kind }) } as never,
      replace: true,
    });
  const { search, state, kind } = filters;
  const asked = useRules({ search, ...(state && { state }), ...(kind && { kind }), limit: LIMIT });
  const rows = asked.data?.items ?? [];
  const mayEdit = useMe().rights.includes('EDIT_SCENES');
  const [cursor, setCursor] = useState(-1);
  const [importing, setImporting] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useKeys([
    { key: 'j', does: t('rules.keys.next'), run: () => setCursor(Math.min(cursor + 1, rows.length - 1)) },
    { key: 'k', does: t('rules.keys.previous'), run: () => setCursor(Math.max(cursor - 1, 0)) },
    {
      key: 'o',
      does: t('rules.keys.open'),
      run: () => {
        const row = rows[cursor];
        if (row) void navigate(row.camera ? sceneOf(row) : { to: '/rules/$ruleId', params: { ruleId: row.id } });
      },
    },
    { key: '/', does: t('rules.keys.search'), run: () => field.current?.focus() },
    ...(mayEdit ? [{ key: 'n', does: t('rules.new'), run: () => void navigate({ to: '/rules/new' }) }] : []),
  ]);
  const filtered = Boolean(search || state || kind);
  const add = mayEdit && (
    <Button component={Link} to="/rules/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t('rules.new')}
    </Button>
  );
  return (
    <Page
      title={t('rules.title')}
      actions={
        <>
          <Select
            aria-label={t('rules.state')}
            placeholder={t('rules.allStates')}
            w={150}
            data={STATES.map((each) => ({ value: each, label: t(`rules.stateName.${each}`) }))}
            value={state ?? null}
            clearable
            onChange={(next) => show({ ...filters, state: next ?? undefined })}
          />
          <Select
            aria-label={t('rules.kind')}
            placeholder={t('rules.allKinds')}
            w={160}
            data={KINDS.map((each) => ({ value: each, label: tName('app.kind', each) }))}
            value={kind ?? null}
            clearable
            onChange={(next) => show({ ...filters, kind: next ?? undefined })}
          />
          <SearchField field={field} filters={filters} onChange={show} />
          <Button
            component="a"
            href={apiUrl('/rules/export')}
            download="rules.yml"
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t('rules.export')}
          </Button>
          {mayEdit && (
            <Button
              variant="default"
              leftSection={<IconUpload size={16} aria-hidden />}
              onClick={() => setImporting(true)}
            >
              {t('rules.import')}
            </Button>
          )}
          {add}
        </>
      }
    >
      <StateView
        of={asked}
        isEmpty={(listing) => listing.items.length === 0}
        empty={
          filtered ? (
            <EmptyState
              title={t('rules.empty.filtered')}
              action={
                <Button variant="default" onClick={() => show({ search: '', state: undefined, kind: undefined })}>
                  {t('rules.empty.clear')}
                </Button>
              }
            />
          ) : (
            <EmptyState
              icon={<IconListCheck size={34} stroke={1.4} aria-hidden />}
              title={t('rules.empty.title')}
              action={add || undefined}
            >
              {t('rules.empty.why')}
            </EmptyState>
          )
        }
      >
        {(listing) => <Rows rows={listing.items} cursor={cursor} mayEdit={mayEdit} />}
      </StateView>
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </Page>
  );
}

function SearchField(props: {
  field: React.RefObject<HTMLInputElement | null>;
  filters: Filters;
  onChange: (filters: Filters) => void;
}) {
  const [text, setText] = useState(props.filters.search);
  const later = useDebouncedCallback((search: string) => props.onChange({ ...props.filters, search }), 250);
  return (
    <TextInput
      ref={props.field}
      type="search"
      w={190}
      aria-label={t('rules.search')}
      placeholder={t('rules.search')}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        later(event.currentTarget.value);
      }}
    />
  );
}

/** A camera's rule is changed where its zones are drawn. */
function sceneOf(row: RuleView) {
  return {
    to: '/cameras/$cameraId/scene' as const,
    params: { cameraId: row.camera?.id ?? '' },
    search: { rule: row.id } as never,
  };
}

function Rows({ rows, cursor, mayEdit }: { rows: RuleView[]; cursor: number; mayEdit: boolean }) {
  return (
    <div className="v-card v-rules-table">
      <Table verticalSpacing="xs" highlightOnHover className="v-cardtable">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('rules.column.rule')}</Table.Th>
            <Table.Th>{t('rules.column.on')}</Table.Th>
            <Table.Th>{t('rules.column.severity')}</Table.Th>
            <Table.Th>{t('rules.column.sensors')}</Table.Th>
            <Table.Th>{t('rules.column.alerts')}</Table.Th>
            <Table.Th>{t('rules.column.rate')}</Table.Th>
            <Table.Th>{t('rules.column.precision')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, i) => (
            <Table.Tr key={row.id} data-cursor={i === cursor || undefined}>
              <Table.Td>
                {row.camera ? (
                  <Link {...sceneOf(row)}>{row.name}</Link>
                ) : (
                  <Link to="/rules/$ruleId" params={{ ruleId: row.id }}>
                    {row.name}
                  </Link>
                )}
                <div className="v-quiet">
                  {row.text}
                  {row.camera && ` · ${t('rules.cameraRule', { camera: row.camera.name })}`}
                </div>
                {row.problem && (
                  <StateMark tone="warn">
                    {t('rules.problem', { time: clockTime(row.problem.at), text: row.problem.text })}
                  </StateMark>
                )}
              </Table.Td>
              <Table.Td data-label={t('rules.column.on')}>
                <OnOff row={row} mayEdit={mayEdit} />
              </Table.Td>
              <Table.Td data-label={t('rules.column.severity')}>
                <SeverityMark severity={row.severity} />
              </Table.Td>
              <Table.Td data-label={t('rules.column.sensors')} className="v-number">
                {row.camera ? '' : row.sensors}
              </Table.Td>
              <Table.Td data-label={t('rules.column.alerts')} className="v-number">
                {row.alerts7Days}
              </Table.Td>
              <Table.Td data-label={t('rules.column.rate')} className="v-number">
                {row.alertsPerOperatorHour === 0 ? '0' : row.alertsPerOperatorHour.toPrecision(2)}
              </Table.Td>
              <Table.Td data-label={t('rules.column.precision')} className="v-number">
                {row.precision === null || row.precision === undefined ? (
                  <span className="v-quiet">{t('rules.notJudged')}</span>
                ) : (
                  <>
                    {Math.round(100 * row.precision)}&#8239;%{' '}
                    <span className="v-quiet">{t('rules.judged', { n: row.judged })}</span>
                  </>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function OnOff({ row, mayEdit }: { row: RuleView; mayEdit: boolean }) {
  const client = useQueryClient();
  const [wanted, setWanted] = useState<boolean>();
  if (row.camera || !mayEdit) {
    return <StateMark tone={row.enabled ? 'good' : 'unknown'}>{t(row.enabled ? 'rules.on' : 'rules.off')}</StateMark>;
  }
  const turn = async (enabled: boolean): Promise<void> => {
    setWanted(enabled);
    try {
      await api.patch(`/rules/${encodeURIComponent(row.id)}`, { enabled });
      toast(t(enabled ? 'rules.switchedOn' : 'rules.switchedOff', { name: row.name }));
      await client.invalidateQueries({ queryKey: ['rules'] });
    } catch (error) {
      toastProblem(error);
    } finally {
      setWanted(undefined);
    }
  };
  return (
    <Switch
      aria-label={t('rules.switch', { name: row.name })}
      checked={wanted ?? row.enabled}
      disabled={wanted !== undefined}
      onChange={(event) => void turn(event.currentTarget.checked)}
    />
  );
}
