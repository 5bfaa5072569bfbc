import { Page } from '../../app';
import { t } from '../../words';

export function PeoplePage() {
  return <Page title={t('people.title')}>{null}</Page>;
}
