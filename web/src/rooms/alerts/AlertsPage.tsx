import { Page } from '../../app';
import { t } from '../../words';

export function AlertsPage() {
  return <Page title={t('alerts.title')}>{null}</Page>;
}
