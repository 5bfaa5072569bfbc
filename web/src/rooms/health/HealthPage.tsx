import { Page } from '../../app';
import { t } from '../../words';

export function HealthPage() {
  return <Page title={t('health.title')}>{null}</Page>;
}
