import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { apiUrl, outside, outsideHeaders } from '../../api';
import { t } from '../../words';

/**
 * The browser's own download: it goes straight to the disk however large it is, and goes on where it was when it was
 * broken off. Whether it may is asked first, so that a refusal is told here and not as a broken file.
 */
export function Download(props: { token: string; session: string; onRefused: (error: unknown) => void }) {
  const begin = async (): Promise<void> => {
    try {
      await outside('GET', '/shared/package', { ...outsideHeaders(props.token, props.session), Range: 'bytes=1-1' });
    } catch (error) {
      props.onRefused(error);
      return;
    }
    const link = document.createElement('a');
    link.href = apiUrl('/shared/package');
    link.download = 'evidence.vgx';
    link.click();
  };
  return (
    <Button leftSection={<IconDownload size={16} aria-hidden />} onClick={() => void begin()}>
      {t('shared.package')}
    </Button>
  );
}
