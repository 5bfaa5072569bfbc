import { Page } from '../../app';
import { t } from '../../words';

export function CamerasPage() {
  return <Page title={t('cameras.title')}>{null}</Page>;
}
