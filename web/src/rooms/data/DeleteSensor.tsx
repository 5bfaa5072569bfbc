import { Button, Modal, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, sensorKeys, type Device } from '../../api';
import { problemText, toast } from '../../app';
import { t } from '../../words';

/** Deleting a sensor deletes its values for good; that cannot be undone, so its id must be typed. */
export function DeleteSensor({ device, onClose }: { device: Device; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<unknown>();
  const [working, setWorking] = useState(false);
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = async (): Promise<void> => {
    setWorking(true);
    try {
      await api.delete(`/sensing/devices/${encodeURIComponent(device.id)}`);
      toast(t('data.delete.done', { name: device.name }));
      await navigate({ to: '/data' });
      client.removeQueries({ queryKey: sensorKeys.one(device.id) });
      await client.invalidateQueries({ queryKey: sensorKeys.markers });
      await client.invalidateQueries({ queryKey: sensorKeys.all });
    } catch (problem) {
      setError(problem);
      setWorking(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('data.delete.title', { name: device.name })}>
      <form
        className="v-data-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() === device.id) void remove();
        }}
      >
        <p>{t('data.delete.why')}</p>
        <TextInput
          label={t('data.delete.type', { id: device.id })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        {error !== undefined && (
          <p role="alert" className="v-data-problem">
            {problemText(error).detail || problemText(error).title}
          </p>
        )}
        <div className="v-data-buttons">
          <Button variant="default" onClick={onClose}>
            {t('data.cancel')}
          </Button>
          <Button type="submit" color="red.8" loading={working} disabled={typed.trim() !== device.id}>
            {t('data.delete.button')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
