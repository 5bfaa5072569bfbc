import { Button, CopyButton, Modal } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { api, type Device } from '../../api';
import { problemText } from '../../app';
import { t } from '../../words';

/** Gives a device a new password. The old one is refused from then on, so it is asked first. */
export function NewPassword({ device, onClose }: { device: Device; onClose: () => void }) {
  const [access, setAccess] = useState<{ user: string; password: string }>();
  const [error, setError] = useState<unknown>();
  const [working, setWorking] = useState(false);
  const make = async (): Promise<void> => {
    setWorking(true);
    try {
      setAccess(await api.post(`/sensing/devices/${encodeURIComponent(device.id)}/password`));
      setError(undefined);
    } catch (problem) {
      setError(problem);
    } finally {
      setWorking(false);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('data.password.new')}
      closeOnClickOutside={!access}
      closeOnEscape={!access}
      withCloseButton={!access}
    >
      {access ? (
        <div className="v-data-form">
          <p>{t('data.password.once')}</p>
          <Copied label={t('data.password.user')} value={access.user} />
          <Copied label={t('data.password.password')} value={access.password} />
          <div className="v-data-buttons">
            <Button onClick={onClose}>{t('data.password.done')}</Button>
          </div>
        </div>
      ) : (
        <div className="v-data-form">
          <p>{t('data.password.why', { name: device.name })}</p>
          {error !== undefined && (
            <p role="alert" className="v-data-problem">
              {problemText(error).detail || problemText(error).title}
            </p>
          )}
          <div className="v-data-buttons">
            <Button variant="default" onClick={onClose}>
              {t('data.cancel')}
            </Button>
            <Button loading={working} onClick={() => void make()}>
              {t('data.password.make')}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}

/** A text to carry elsewhere, with a button that copies it. */
export function Copied(props: { label: string; value: string; wrap?: boolean }) {
  return (
    <div>
      <span className="v-quiet">{props.label}</span>
      <div className="v-data-copied">
        <code data-wrap={props.wrap || undefined}>{props.value}</code>
        <CopyButton value={props.value}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              aria-label={t('data.copyOf', { what: props.label })}
              leftSection={copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
              onClick={copy}
            >
              {t(copied ? 'data.copied' : 'data.copy')}
            </Button>
          )}
        </CopyButton>
      </div>
    </div>
  );
}
