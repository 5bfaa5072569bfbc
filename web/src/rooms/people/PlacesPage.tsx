import { Button, NumberInput, Table, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconSearch, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { api, useCameras, type GeoPoint, type Listing } from '../../api';
import { EmptyState, StateView, toast, toastProblem, toastUndo } from '../../app';
import { PlacePicker } from '../../map';
import { t } from '../../words';
import { NameField } from './AgenciesPage';
import { AdminPage } from './tabs';

interface PlaceView {
  id: string;
  name: string;
  agencyId: string;
  location: GeoPoint | null;
}

/** Named places of the city: what people say when they say where. */
export function PlacesPage() {
  const [search, setSearch] = useState('');
  const client = useQueryClient();
  const asked = useQuery({
    queryKey: ['places'],
    queryFn: ({ signal }) => api.get<Listing<PlaceView>>('/places', { limit: 1000 }, signal),
    select: (listing) => listing.items,
  });
  const fresh = () => client.invalidateQueries({ queryKey: ['places'] });
  const run = async (job: () => Promise<unknown>, done: () => void): Promise<boolean> => {
    try {
      await job();
      await fresh();
      done();
      return true;
    } catch (error) {
      toastProblem(error);
      return false;
    }
  };
  const remove = (place: PlaceView): void =>
    void run(
      () => api.delete(`/places/${place.id}`),
      () =>
        toastUndo(t('people.places.removed', { name: place.name }), async () => {
          await api.post('/places', { name: place.name, agencyId: place.agencyId, location: place.location });
          await fresh();
        }),
    );
  return (
    <AdminPage
      title={t('people.places.title')}
      right="EDIT_CAMERAS"
      actions={
        <TextInput
          type="search"
          w={200}
          aria-label={t('people.places.search')}
          placeholder={t('people.places.search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      }
    >
      <p className="v-quiet v-people-lead">{t('people.places.lead')}</p>
      <div className="v-places">
        <AddPlace
          onAdd={(body) =>
            run(
              () => api.post('/places', body),
              () => toast(t('people.places.added')),
            )
          }
        />
        <StateView
          of={asked}
          empty={<EmptyState title={t('people.places.none')}>{t('people.places.noneWhy')}</EmptyState>}
        >
          {(places) => {
            const rows = places.filter((place) => place.name.toLowerCase().includes(search.trim().toLowerCase()));
            if (rows.length === 0) return <EmptyState title={t('people.places.noneFound')} />;
            return (
              <div className="v-card v-people-table">
                <Table verticalSpacing="xs" className="v-cardtable">
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('people.places.name')}</Table.Th>
                      <Table.Th>{t('people.places.position')}</Table.Th>
                      <Table.Th>
                        <span className="v-visually-hidden">{t('people.column.actions')}</span>
                      </Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {rows.map((place) => (
                      <Table.Tr key={place.id}>
                        <Table.Td>
                          <NameField
                            label={t('people.places.nameOf', { name: place.name })}
                            value={place.name}
                            onSave={(name) =>
                              void run(
                                () => api.patch(`/places/${place.id}`, { name }),
                                () => toast(t('people.saved')),
                              )
                            }
                          />
                        </Table.Td>
                        <Table.Td data-label={t('people.places.position')}>
                          {place.location
                            ? `${place.location.latitude.toFixed(5)}, ${place.location.longitude.toFixed(5)}`
                            : '–'}
                        </Table.Td>
                        <Table.Td>
                          <Button
                            variant="default"
                            px={9}
                            aria-label={t('people.places.remove', { name: place.name })}
                            onClick={() => remove(place)}
                          >
                            <IconTrash size={16} aria-hidden />
                          </Button>
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </div>
            );
          }}
        </StateView>
      </div>
    </AdminPage>
  );
}

function AddPlace({ onAdd }: { onAdd: (body: { name: string; location: GeoPoint }) => Promise<boolean> }) {
  const cameras = useCameras().data ?? [];
  const [name, setName] = useState('');
  const [latitude, setLatitude] = useState<number | null>(null);
  const [longitude, setLongitude] = useState<number | null>(null);
  const location = latitude !== null && longitude !== null ? { latitude, longitude } : null;
  return (
    <form
      className="v-card v-place-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!name.trim() || !location) return;
        void onAdd({ name: name.trim(), location }).then((done) => {
          if (done) setName('');
        });
      }}
    >
      <TextInput
        label={t('people.places.name')}
        value={name}
        maxLength={120}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className="v-place-map">
        <PlacePicker
          name={name || t('people.places.one')}
          view={{ location, headingDegrees: null, fieldOfViewDegrees: null, rangeM: null }}
          others={cameras}
          hint={t('people.places.pick')}
          onPick={(at) => {
            setLatitude(at.latitude);
            setLongitude(at.longitude);
          }}
        />
      </div>
      <div className="v-people-row">
        <NumberInput
          label={t('people.places.latitude')}
          value={latitude ?? ''}
          decimalScale={6}
          min={-90}
          max={90}
          hideControls
          onChange={(value) => setLatitude(value === '' ? null : Number(value))}
        />
        <NumberInput
          label={t('people.places.longitude')}
          value={longitude ?? ''}
          decimalScale={6}
          min={-180}
          max={180}
          hideControls
          onChange={(value) => setLongitude(value === '' ? null : Number(value))}
        />
      </div>
      <Button type="submit" disabled={!name.trim() || !location}>
        {t('people.places.add')}
      </Button>
    </form>
  );
}
