import { Page } from '../../app';
import { t } from '../../words';

export function IncidentsPage() {
  return <Page title={t('incidents.title')}>{null}</Page>;
}
