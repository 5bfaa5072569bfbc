import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, keys, type Incident, type Listing, type Named, type Outcome, type Priority } from '../../api';
import { toastProblem, toastUndo } from '../../app';
import { t } from '../../words';

export interface IncidentWork {
  rename: (title: string) => void;
  prioritise: (priority: Priority) => void;
  assign: (person: string | null) => void;
  note: (text: string) => Promise<boolean>;
  addAlerts: (alerts: string[]) => void;
  removeAlert: (alert: string) => void;
  close: (outcome: Outcome, note: string) => void;
  reopen: () => void;
  busy: boolean;
}

export function useIncident(id: string) {
  return useQuery({
    queryKey: keys.incident(id),
    queryFn: ({ signal }) => api.get<Incident>(`/incidents/${id}`, undefined, signal),
  });
}

/** People an incident may be given to: those of the own agency that this person may see, at least oneself. */
export function useAssignees(me: { id: string; displayName: string }) {
  return useQuery({
    queryKey: ['people', 'assignees'],
    queryFn: ({ signal }) =>
      api.get<Listing<{ id: string; name: string; displayName?: string; active?: boolean }>>(
        '/people',
        { limit: 500 },
        signal,
      ),
    select: (listing): Named[] =>
      listing.items
        .filter((person) => person.active !== false)
        .map((person) => ({ id: person.id, name: person.displayName || person.name })),
    // Operators may not list people: they can take an incident themselves.
    retry: false,
    placeholderData: { items: [{ id: me.id, name: me.displayName }], total: 1 },
  });
}

/** What people do to an incident; each thing is undone rather than asked about. */
export function useIncidentWork(incident: Incident): IncidentWork {
  const client = useQueryClient();
  const { id } = incident;
  const path = `/incidents/${id}`;
  const job = useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onError: toastProblem,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['incidents'] }),
        client.invalidateQueries({ queryKey: ['alerts'] }),
        client.invalidateQueries({ queryKey: ['alertQueue'] }),
      ]),
  });
  const fresh = () => client.invalidateQueries({ queryKey: ['incidents'] });
  const withUndo = (run: () => Promise<unknown>, message: string, undo: () => Promise<unknown>): void =>
    job.mutate(async () => {
      await run();
      toastUndo(message, async () => {
        await undo();
        await fresh();
      });
    });
  const patch = (change: object) => api.patch(path, change);
  return {
    busy: job.isPending,
    rename: (title) => job.mutate(() => patch({ title })),
    prioritise: (priority) =>
      withUndo(
        () => patch({ priority }),
        t('incidents.done.priority', { priority: t(`incidents.priority.${priority}`) }),
        () => patch({ priority: incident.priority }),
      ),
    assign: (person) =>
      withUndo(
        () => patch({ assigneeId: person ?? '' }),
        t(person ? 'incidents.done.assigned' : 'incidents.done.unassigned'),
        () => patch({ assigneeId: incident.assignee?.id ?? '' }),
      ),
    note: async (text) => {
      try {
        await job.mutateAsync(() => api.post(`${path}/notes`, { text }));
        return true;
      } catch {
        return false;
      }
    },
    addAlerts: (alertIds) => job.mutate(() => api.post(`${path}/alerts`, { alertIds })),
    removeAlert: (alert) =>
      withUndo(
        () => api.delete(`${path}/alerts/${alert}`),
        t('incidents.done.removed'),
        () => api.post(`${path}/alerts`, { alertIds: [alert] }),
      ),
    close: (outcome, note) =>
      withUndo(
        () => api.post(`${path}/close`, { outcome, ...(note && { note }) }),
        t('incidents.done.closed', { outcome: t(`incidents.outcome.${outcome}`) }),
        () => api.post(`${path}/reopen`),
      ),
    reopen: () => job.mutate(() => api.post(`${path}/reopen`)),
  };
}
