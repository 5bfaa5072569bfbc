import { Page } from '../../app';
import { t } from '../../words';

export function WatchPage() {
  return <Page title={t('watch.title')}>{null}</Page>;
}
