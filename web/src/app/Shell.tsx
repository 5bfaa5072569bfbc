import { Menu, Modal, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconAlertTriangle,
  IconCamera,
  IconChartDots,
  IconDeviceDesktopHeart,
  IconDots,
  IconFolderOpen,
  IconGavel,
  IconHistory,
  IconKeyboard,
  IconLayoutDashboard,
  IconListCheck,
  IconTimeline,
  IconLogout,
  IconMoon,
  IconPassword,
  IconSearch,
  IconSun,
  IconUsers,
  IconWifiOff,
} from '@tabler/icons-react';
import { Link, Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useAlertsSummary, useFreshness, useMe, useNewsLost } from '../api';
import { t } from '../words';
import { severityOrder } from './SeverityMark';
import { Eye, PasswordForm } from './SignIn';
import { clockTime } from './Age';
import { Finder } from './Finder';
import { signOut } from './Gate';
import { KeyHelp } from './KeyHelp';
import { useKeys } from './keys';
import { toast } from './toasts';

const PRELOAD_AFTER_MS = 3_000;

/** The screens of the house, in the order of the navigation. */
const pages = [
  { to: '/watch', word: 'app.nav.watch', Icon: IconLayoutDashboard, key: 'g w' },
  { to: '/alerts', word: 'app.nav.alerts', Icon: IconAlertTriangle, key: 'g a' },
  { to: '/incidents', word: 'app.nav.incidents', Icon: IconFolderOpen, key: 'g i' },
  { to: '/cameras', word: 'app.nav.cameras', Icon: IconCamera, key: 'g c' },
  { to: '/data', word: 'app.nav.data', Icon: IconChartDots, key: 'g d' },
] as const;
/** These stand behind “More” on a phone. */
const widePages = [
  { to: '/footage', word: 'app.nav.footage', Icon: IconTimeline, key: 'g f', right: 'PLAY_FOOTAGE' },
  { to: '/evidence', word: 'app.nav.evidence', Icon: IconGavel, key: 'g e', right: 'SEE_EVIDENCE' },
  { to: '/rules', word: 'app.nav.rules', Icon: IconListCheck, key: 'g r' },
  { to: '/health', word: 'app.nav.health', Icon: IconDeviceDesktopHeart, key: 'g h' },
] as const;
const adminPages = [
  { to: '/people', word: 'app.nav.people', Icon: IconUsers, key: 'g p' },
  { to: '/audit', word: 'app.nav.audit', Icon: IconHistory, key: 'g u' },
] as const;

function pagesBehind(admin: boolean, rights: readonly string[]) {
  const all = admin ? [...widePages, ...adminPages] : widePages;
  return all.filter((page) => !('right' in page) || rights.includes(page.right));
}

/** What surrounds every screen: navigation, the state of the news, search, keys, one's own account. */
export function Shell() {
  useFreshness();
  const me = useMe();
  const navigate = useNavigate();
  usePreloaded();
  const lostAt = useNewsLost();
  const [finding, find] = useDisclosure(false);
  const [helping, help] = useDisclosure(false);
  const [changing, change] = useDisclosure(false);
  const admin = me.person.role === 'ADMINISTRATOR';
  const behind = pagesBehind(admin, me.rights);
  const all = [...pages, ...behind];

  useKeys([
    { key: 'Ctrl+k', does: t('app.keys.find'), run: find.toggle, inFields: true },
    { key: '?', does: t('app.keys.help'), run: help.open },
    ...all.map((page) => ({
      key: page.key,
      does: t('app.keys.go', { page: t(page.word) }),
      run: () => void navigate({ to: page.to }),
    })),
  ]);

  return (
    <div className="v-shell">
      <a className="v-skip" href="#main">
        {t('app.nav.skip')}
      </a>
      <div className="v-banner" role="status">
        {lostAt !== undefined && (
          <div className="v-news-away">
            <IconWifiOff size={16} aria-hidden />
            {t('app.news.away', { time: clockTime(lostAt) })}
          </div>
        )}
      </div>
      <nav className="v-nav" aria-label={t('app.nav.label')}>
        <div className="v-nav-brand" title={t('app.name')}>
          <Eye size={30} />
        </div>
        {pages.map(({ to, word, Icon }) => (
          <Link key={to} to={to} className="v-nav-item">
            <Icon size={22} stroke={1.6} aria-hidden />
            {t(word)}
            {to === '/alerts' && <AlertsBadge />}
          </Link>
        ))}
        {behind.map(({ to, word, Icon }) => (
          <Link key={to} to={to} className="v-nav-item v-nav-wide">
            <Icon size={22} stroke={1.6} aria-hidden />
            {t(word)}
          </Link>
        ))}
        <div className="v-nav-space" />
        <button type="button" className="v-nav-item v-nav-wide" onClick={find.open} title="Ctrl K">
          <IconSearch size={20} stroke={1.6} aria-hidden />
          {t('app.nav.find')}
        </button>
        <PersonMenu admin={admin} onFind={find.open} onKeys={help.open} onPassword={change.open} />
      </nav>
      <main className="v-main" id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <Finder opened={finding} onClose={find.close} pages={all.map(({ to, word }) => ({ to, name: t(word) }))} />
      <KeyHelp opened={helping} onClose={help.close} />
      <Modal opened={changing} onClose={change.close} title={t('app.person.changePassword')}>
        <PasswordForm
          onCancel={change.close}
          onDone={() => {
            change.close();
            toast(t('app.password.saved'));
          }}
        />
      </Modal>
    </div>
  );
}

/**
 * Loads the code of every screen in the first quiet moment: screens then open at once, also while the server restarts
 * (a screen whose code cannot be had would end in the browser's own error page).
 */
function usePreloaded(): void {
  const router = useRouter();
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const route of Object.values(router.routesById)) void router.loadRouteChunk(route as never);
    }, PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, [router]);
}

/** How many alerts wait, coloured by the worst of them. */
function AlertsBadge() {
  const summary = useAlertsSummary().data;
  if (!summary || summary.new === 0) return null;
  const worst = severityOrder.find((severity) => (summary.bySeverity?.[severity] ?? 0) > 0);
  return (
    <span className="v-nav-badge" data-severity={worst}>
      <span aria-hidden="true">{summary.new > 99 ? '99+' : summary.new}</span>
      <span className="v-visually-hidden">{t('app.nav.newAlerts', { n: summary.new })}</span>
    </span>
  );
}

/** First letters of the first and the last word of a name. */
function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toUpperCase();
}

function PersonMenu(props: { admin: boolean; onFind: () => void; onKeys: () => void; onPassword: () => void }) {
  const { person, rights } = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const light = colorScheme === 'light';
  const navigate = useNavigate();
  const label = t('app.person.menu', { name: person.displayName });
  return (
    <Menu position="right-end" width={240} shadow="md">
      <Menu.Target>
        <button type="button" className="v-nav-item" aria-label={label} title={label}>
          <span className="v-nav-wide v-nav-initials" aria-hidden="true">
            {initials(person.displayName)}
          </span>
          <IconDots className="v-nav-phone" size={22} stroke={1.6} aria-hidden />
          <span className="v-nav-phone">{t('app.nav.more')}</span>
          <span className="v-nav-wide">{t('app.person.account')}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {person.displayName} · {t(`app.role.${person.role}`)} · {person.agency.name}
        </Menu.Label>
        <div className="v-nav-phone">
          <Menu.Item leftSection={<IconSearch size={16} />} onClick={props.onFind}>
            {t('app.find.title')}
          </Menu.Item>
          {pagesBehind(props.admin, rights).map(({ to, word, Icon }) => (
            <Menu.Item key={to} leftSection={<Icon size={16} />} onClick={() => void navigate({ to })}>
              {t(word)}
            </Menu.Item>
          ))}
        </div>
        <Menu.Item
          leftSection={light ? <IconMoon size={16} /> : <IconSun size={16} />}
          onClick={() => setColorScheme(light ? 'dark' : 'light')}
        >
          {light ? t('app.person.dark') : t('app.person.light')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={props.onKeys}>
          {t('app.person.keys')}
        </Menu.Item>
        <Menu.Item leftSection={<IconPassword size={16} />} onClick={props.onPassword}>
          {t('app.person.changePassword')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {t('app.person.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
