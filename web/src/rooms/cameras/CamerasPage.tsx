import { Button, Checkbox, Table, TextInput } from '@mantine/core';
import { IconPlus, IconSearch, IconVideo } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useCameras, useMe, type Camera } from '../../api';
import { ConditionMark, EmptyState, Page, StateView, useKeys } from '../../app';
import { t } from '../../words';
import { Rate } from './Rate';
import './cameras.css';

/** Every camera this person may see: how it is, how fast it is analysed, and the way to add one. */
export function CamerasPage() {
  const address = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const search = typeof address['search'] === 'string' ? address['search'] : '';
  const trouble = address['trouble'] === true || address['trouble'] === 'true';
  const asked = useCameras();
  const mayEdit = useMe().rights.includes('EDIT_CAMERAS');
  const [cursor, setCursor] = useState(-1);
  const field = useRef<HTMLInputElement>(null);
  const rows = (asked.data ?? []).filter((camera) => fits(camera, search, trouble));
  const show = (next: { search: string; trouble: boolean }): void =>
    void navigate({
      to: '/cameras',
      search: { ...(next.search && { search: next.search }), ...(next.trouble && { trouble: true }) } as never,
      replace: true,
    });
  useKeys([
    { key: 'j', does: t('cameras.keys.next'), run: () => setCursor(Math.min(cursor + 1, rows.length - 1)) },
    { key: 'k', does: t('cameras.keys.previous'), run: () => setCursor(Math.max(cursor - 1, 0)) },
    {
      key: 'o',
      does: t('cameras.keys.open'),
      run: () => {
        const row = rows[cursor];
        if (row) void navigate({ to: '/cameras/$cameraId', params: { cameraId: row.id } });
      },
    },
    { key: '/', does: t('cameras.keys.search'), run: () => field.current?.focus() },
    ...(mayEdit ? [{ key: 'n', does: t('cameras.add'), run: () => void navigate({ to: '/cameras/new' }) }] : []),
  ]);
  const add = mayEdit && (
    <Button component={Link} to="/cameras/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t('cameras.add')}
    </Button>
  );
  return (
    <Page
      title={t('cameras.title')}
      actions={
        <>
          <Checkbox
            label={t('cameras.onlyTrouble')}
            checked={trouble}
            onChange={(event) => show({ search, trouble: event.currentTarget.checked })}
          />
          <TextInput
            ref={field}
            type="search"
            w={220}
            aria-label={t('cameras.search')}
            placeholder={t('cameras.search')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={search}
            onChange={(event) => show({ search: event.currentTarget.value, trouble })}
          />
          {add}
        </>
      }
    >
      <StateView
        of={asked}
        empty={
          <EmptyState
            icon={<IconVideo size={34} stroke={1.4} aria-hidden />}
            title={t('cameras.empty.title')}
            action={add || undefined}
          >
            {t(mayEdit ? 'cameras.empty.why' : 'cameras.empty.askAdministrator')}
          </EmptyState>
        }
      >
        {() =>
          rows.length > 0 ? (
            <Rows rows={rows} cursor={cursor} />
          ) : (
            <EmptyState
              title={t('cameras.empty.filtered')}
              action={
                <Button variant="default" onClick={() => show({ search: '', trouble: false })}>
                  {t('cameras.empty.clear')}
                </Button>
              }
            />
          )
        }
      </StateView>
    </Page>
  );
}

function fits(camera: Camera, search: string, trouble: boolean): boolean {
  const { connection, picture } = camera.health;
  if (trouble && connection?.condition === 'GOOD' && (picture === null || picture.condition === 'GOOD')) return false;
  const hay = [camera.name, camera.place?.name ?? '', camera.agency.name, camera.id].join('\n').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => hay.includes(word));
}

function Rows({ rows, cursor }: { rows: Camera[]; cursor: number }) {
  const agencies = new Set(rows.map((camera) => camera.agency.id)).size;
  const maySeeScenes = useMe().rights.includes('SEE_SCENES');
  return (
    <div className="v-card v-cameras-table">
      <Table verticalSpacing="xs" highlightOnHover className="v-cardtable">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('cameras.column.name')}</Table.Th>
            <Table.Th>{t('cameras.column.place')}</Table.Th>
            {agencies > 1 && <Table.Th>{t('cameras.column.agency')}</Table.Th>}
            <Table.Th>{t('cameras.column.connection')}</Table.Th>
            <Table.Th>{t('cameras.column.picture')}</Table.Th>
            <Table.Th>{t('cameras.column.analysis')}</Table.Th>
            <Table.Th>{t('cameras.column.scene')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((camera, i) => (
            <Table.Tr key={camera.id} data-cursor={i === cursor || undefined}>
              <Table.Td>
                <Link to="/cameras/$cameraId" params={{ cameraId: camera.id }}>
                  {camera.name}
                </Link>
              </Table.Td>
              <Table.Td data-label={t('cameras.column.place')}>
                {camera.place?.name ?? <span className="v-quiet">–</span>}
              </Table.Td>
              {agencies > 1 && <Table.Td data-label={t('cameras.column.agency')}>{camera.agency.name}</Table.Td>}
              <Table.Td data-label={t('cameras.column.connection')}>
                <ConditionMark
                  condition={camera.health.connection?.condition}
                  {...(camera.health.connection && { title: camera.health.connection.detail })}
                />
              </Table.Td>
              <Table.Td data-label={t('cameras.column.picture')}>
                <ConditionMark
                  condition={camera.health.picture?.condition}
                  {...(camera.health.picture && { title: camera.health.picture.detail })}
                />
              </Table.Td>
              <Table.Td data-label={t('cameras.column.analysis')}>
                <Rate camera={camera} />
              </Table.Td>
              <Table.Td>
                {maySeeScenes && (
                  <Link to="/cameras/$cameraId/scene" params={{ cameraId: camera.id }}>
                    {t('cameras.toScene')}
                  </Link>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
