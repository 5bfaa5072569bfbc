import { Page } from '../../app';
import { t } from '../../words';

export function AuditPage() {
  return <Page title={t('audit.title')}>{null}</Page>;
}
