import { Button, Modal, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api';
import { problemText, toast } from '../../app';
import { t } from '../../words';
import { dateOf, exactTime } from './scale';

/** Asks what to write at a moment of the chosen camera. */
export function MarkDialog(props: {
  camera: { id: string; name: string };
  from: number;
  to: number;
  onClose: () => void;
}) {
  const { camera, from, to, onClose } = props;
  const [text, setText] = useState('');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const save = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await api.post('/footage/bookmarks', {
        camera: camera.id,
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        text: text.trim(),
      });
      await client.invalidateQueries({ queryKey: ['footage', 'timeline'] });
      toast(t('footage.mark.saved'));
      onClose();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('footage.mark.title', { camera: camera.name })}>
      <form
        className="v-footage-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <p className="v-quiet">
          {dateOf(from)}, {exactTime(from)}
          {to > from && ` – ${exactTime(to)}`}
        </p>
        <TextInput
          label={t('footage.mark.text')}
          placeholder={t('footage.mark.example')}
          value={text}
          maxLength={500}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
          required
        />
        {error !== undefined && (
          <p role="alert" className="v-footage-problem">
            {problemText(error).detail || problemText(error).title}
          </p>
        )}
        <div className="v-footage-buttons">
          <Button variant="default" onClick={onClose}>
            {t('footage.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={text.trim() === ''}>
            {t('footage.mark.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
