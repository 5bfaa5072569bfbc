import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import {
  api,
  useCameras,
  useMe,
  type Alert,
  type DeviceListing,
  type IncidentSummary,
  type Listing,
  type RuleView,
} from '../api';
import { t, tName } from '../words';
import { ConditionMark, SeverityMark } from './SeverityMark';
import { Age } from './Age';
import { DeviceStateMark } from './sensors';

interface Found {
  id: string;
  group: string;
  name: string;
  beside?: React.ReactNode;
  open: () => void;
}

/** What Ctrl+K shows: finds cameras, sensors, rules, alerts, incidents and pages by name. */
export function Finder(props: { opened: boolean; onClose: () => void; pages: { to: string; name: string }[] }) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      withCloseButton={false}
      size="lg"
      padding={0}
      yOffset="10vh"
      centered={false}
      // Keys rest while a dialog is there: it is gone at once, so that the next key reaches the screen.
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'aria-label': t('app.find.title') } }}
    >
      {props.opened && <Search pages={props.pages} onClose={props.onClose} />}
    </Modal>
  );
}

function useFound(text: string, pages: { to: string; name: string }[]): Found[] {
  const navigate = useNavigate();
  const cameras = useCameras().data;
  const [search] = useDebouncedValue(text.trim(), 150);
  const enabled = search.length >= 2;
  const alerts = useQuery({
    queryKey: ['alerts', 'find', search],
    queryFn: ({ signal }) => api.get<Listing<Alert>>('/alerts', { search, limit: 5 }, signal),
    enabled,
  }).data;
  const incidents = useQuery({
    queryKey: ['incidents', 'find', search],
    queryFn: ({ signal }) => api.get<Listing<IncidentSummary>>('/incidents', { search, limit: 5 }, signal),
    enabled,
  }).data;
  const seesSensors = useMe().rights.includes('SEE_SENSORS');
  const sensors = useQuery({
    queryKey: ['sensors', 'find', search],
    queryFn: ({ signal }) => api.get<DeviceListing>('/sensing/devices', { search, limit: 6 }, signal),
    enabled: enabled && seesSensors,
  }).data;
  const rules = useQuery({
    queryKey: ['rules', 'find', search],
    queryFn: ({ signal }) => api.get<Listing<RuleView>>('/rules', { search, camera: false, limit: 5 }, signal),
    enabled,
  }).data;
  return useMemo(() => {
    const wanted = text.trim().toLowerCase();
    const fits = (name: string) => name.toLowerCase().includes(wanted);
    const go = (to: string) => () => void navigate({ to });
    const found: Found[] = [];
    for (const page of pages) {
      if (fits(page.name)) found.push({ id: page.to, group: t('app.find.pages'), name: page.name, open: go(page.to) });
    }
    for (const camera of (cameras ?? []).filter((each) => fits(`${each.name} ${each.place?.name ?? ''}`)).slice(0, 8)) {
      found.push({
        id: `camera-${camera.id}`,
        group: t('app.find.cameras'),
        name: camera.name,
        beside: <ConditionMark condition={camera.health.connection?.condition} />,
        open: go(`/cameras/${camera.id}`),
      });
    }
    for (const sensor of enabled ? (sensors?.items ?? []) : []) {
      found.push({
        id: `sensor-${sensor.id}`,
        group: t('app.find.sensors'),
        name: sensor.name,
        beside: <DeviceStateMark state={sensor.state} />,
        open: go(`/data/sensors/${encodeURIComponent(sensor.id)}`),
      });
    }
    for (const rule of enabled ? (rules?.items ?? []) : []) {
      found.push({
        id: `rule-${rule.id}`,
        group: t('app.find.rules'),
        name: rule.name,
        beside: tName('app.kind', rule.kind),
        open: go(`/rules/${encodeURIComponent(rule.id)}`),
      });
    }
    for (const alert of enabled ? (alerts?.items ?? []) : []) {
      found.push({
        id: `alert-${alert.id}`,
        group: t('app.find.alerts'),
        name: `${alert.message} · ${alert.sourceName}`,
        beside: (
          <>
            <SeverityMark severity={alert.severity} /> <Age at={alert.raisedAt} />
          </>
        ),
        open: go(`/alerts/${alert.id}`),
      });
    }
    for (const incident of enabled ? (incidents?.items ?? []) : []) {
      found.push({
        id: `incident-${incident.id}`,
        group: t('app.find.incidents'),
        name: `${incident.number} ${incident.title}`,
        beside: incident.priority,
        open: go(`/incidents/${incident.id}`),
      });
    }
    return found;
  }, [text, pages, cameras, sensors, rules, alerts, incidents, enabled, navigate]);
}

function Search(props: { pages: { to: string; name: string }[]; onClose: () => void }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = useFound(text, props.pages);
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  // The dialog's own focus comes a moment later: what is typed meanwhile would be lost.
  useLayoutEffect(() => field.current?.focus(), []);
  const at = Math.min(chosen, found.length - 1);

  const open = (item: Found | undefined) => {
    if (!item) return;
    props.onClose();
    item.open();
  };
  const move = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') setChosen(Math.min(at + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(at - 1, 0));
    else if (event.key === 'Enter') open(found[at]);
    else return;
    event.preventDefault();
  };

  return (
    <div className="v-finder">
      <TextInput
        ref={field}
        data-autofocus
        size="lg"
        variant="unstyled"
        leftSection={<IconSearch size={18} aria-hidden />}
        placeholder={t('app.find.placeholder')}
        aria-label={t('app.find.title')}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={found[at] ? `${listId}-${at}` : undefined}
        value={text}
        onKeyDown={move}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setChosen(0);
        }}
      />
      <div className="v-finder-list" role="listbox" id={listId} aria-label={t('app.find.title')}>
        {found.map((item, i) => (
          <div key={item.id}>
            {item.group !== found[i - 1]?.group && (
              <div className="v-finder-group" role="presentation">
                {item.group}
              </div>
            )}
            {/* The text field keeps the focus and carries the keys; the list only follows the pointer. */}
            {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events */}
            <div
              id={`${listId}-${i}`}
              className="v-finder-item"
              role="option"
              tabIndex={-1}
              aria-selected={i === at}
              onMouseMove={() => setChosen(i)}
              onClick={() => open(item)}
            >
              <span className="v-ellipsis">{item.name}</span>
              <span className="v-finder-beside">{item.beside}</span>
            </div>
          </div>
        ))}
        {found.length === 0 && <p className="v-finder-none">{t('app.find.nothing', { text })}</p>}
      </div>
      <div className="v-finder-hint">{t('app.find.hint')}</div>
    </div>
  );
}
