import { createTheme, type MantineColorsTuple } from '@mantine/core';
import { t } from '../words';

/* Neutral greys with a breath of blue: colour is kept for state. */
const dark: MantineColorsTuple = [
  '#e6e9ed',
  '#c6ccd3',
  '#a3abb5',
  '#828b96',
  '#4a525c',
  '#363d46',
  '#282e35',
  '#1d2228',
  '#171b20',
  '#111418',
];

const steel: MantineColorsTuple = [
  '#eef4fb',
  '#dbe6f3',
  '#b3cbe6',
  '#88aed9',
  '#6496ce',
  '#4d86c7',
  '#3f7cc2',
  '#2f6aad',
  '#255f9c',
  '#13528b',
];

export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  colors: { dark, steel },
  primaryColor: 'steel',
  primaryShade: { light: 7, dark: 7 },
  defaultRadius: 'sm',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '19px' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '19px' }, h2: { fontSize: '16px' }, h3: { fontSize: '14px' } },
  },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    Modal: { defaultProps: { centered: true, closeButtonProps: { 'aria-label': t('app.close') } } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': t('app.close') } } },
    Alert: { defaultProps: { closeButtonLabel: t('app.close') } },
  },
});
