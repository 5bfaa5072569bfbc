import { Button, Menu, Progress } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  IconAlertTriangle,
  IconArrowLeft,
  IconCamera,
  IconChartLine,
  IconChevronDown,
  IconDownload,
  IconFile,
  IconLock,
  IconLockOpen,
  IconMovie,
  IconPencil,
  IconPhoto,
  IconPlus,
  IconShare2,
  IconTimeline,
  IconUpload,
} from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, apiUrl, useMe, type CaseDetails, type Exhibit } from '../../api';
import { At, clockTime, EmptyState, Page, StateMark, StateView, toast, toastProblem } from '../../app';
import { t } from '../../words';
import { AlertDialog, FilesDialog, SeriesDialog, SnapshotDialog } from './AddDialogs';
import { CaseDialog, CaseStatus } from './CasesPage';
import { Preview } from './Preview';
import { ShareDialog } from './ShareDialog';
import { SharesList } from './SharesList';
import './evidence.css';

export function useCase(id: string) {
  return useQuery({
    queryKey: ['cases', 'one', id],
    queryFn: ({ signal }) => api.get<CaseDetails>(`/evidence/cases/${id}`, undefined, signal),
    refetchInterval: (query) =>
      query.state.data?.exhibits.some((exhibit) => exhibit.state === 'MAKING') ? 1_000 : 15_000,
  });
}

/** One case: what is in it, what may be added, with whom it is shared. */
export function CasePage() {
  const { caseId } = useParams({ strict: false }) as { caseId: string };
  const asked = useCase(caseId);
  if (asked.data) return <Known details={asked.data} />;
  return (
    <Page title={t('evidence.title')} actions={<Back />}>
      <StateView of={asked}>{() => null}</StateView>
    </Page>
  );
}

function Back() {
  return (
    <Button component={Link} to="/evidence" variant="default" leftSection={<IconArrowLeft size={16} aria-hidden />}>
      {t('evidence.case.back')}
    </Button>
  );
}

type Dialog = 'edit' | 'files' | 'snapshot' | 'alert' | 'series' | 'share';

function Known({ details }: { details: CaseDetails }) {
  const { about, exhibits } = details;
  const { rights } = useMe();
  const client = useQueryClient();
  const [dialog, setDialog] = useState<Dialog>();
  const mayWork = rights.includes('WORK_EVIDENCE');
  const mayShare = rights.includes('SHARE_EVIDENCE');
  const open = about.status === 'OPEN';
  const ready = exhibits.filter((exhibit) => exhibit.state === 'READY');
  const close = () => setDialog(undefined);
  const turn = async (): Promise<void> => {
    try {
      await api.patch(`/evidence/cases/${about.id}`, { status: open ? 'CLOSED' : 'OPEN' });
      await client.invalidateQueries({ queryKey: ['cases'] });
      toast(t(open ? 'evidence.case.closed' : 'evidence.case.reopened'));
    } catch (error) {
      toastProblem(error);
    }
  };
  return (
    <Page
      title={`${about.number} · ${about.title}`}
      beside={<CaseStatus of={about} />}
      actions={
        <>
          {mayWork && open && (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button
                  leftSection={<IconPlus size={16} aria-hidden />}
                  rightSection={<IconChevronDown size={14} aria-hidden />}
                >
                  {t('evidence.case.add')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconTimeline size={16} />} component={Link} to="/footage">
                  {t('evidence.add.clip')}
                </Menu.Item>
                <Menu.Item leftSection={<IconCamera size={16} />} onClick={() => setDialog('snapshot')}>
                  {t('evidence.add.snapshot')}
                </Menu.Item>
                <Menu.Item leftSection={<IconAlertTriangle size={16} />} onClick={() => setDialog('alert')}>
                  {t('evidence.add.alert')}
                </Menu.Item>
                {rights.includes('SEE_SENSORS') && (
                  <Menu.Item leftSection={<IconChartLine size={16} />} onClick={() => setDialog('series')}>
                    {t('evidence.add.series')}
                  </Menu.Item>
                )}
                <Menu.Item leftSection={<IconUpload size={16} />} onClick={() => setDialog('files')}>
                  {t('evidence.add.file')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
          {mayShare && (
            <Button
              variant="default"
              leftSection={<IconShare2 size={16} aria-hidden />}
              onClick={() => setDialog('share')}
            >
              {t('evidence.case.share')}
            </Button>
          )}
          {ready.length > 0 && (
            <Button
              component="a"
              href={apiUrl(`/evidence/cases/${about.id}/package`)}
              download
              variant="default"
              leftSection={<IconDownload size={16} aria-hidden />}
            >
              {t('evidence.case.download')}
            </Button>
          )}
          {mayWork && (
            <>
              <Button
                variant="default"
                leftSection={<IconPencil size={16} aria-hidden />}
                onClick={() => setDialog('edit')}
              >
                {t('evidence.case.edit')}
              </Button>
              <Button
                variant="default"
                leftSection={open ? <IconLock size={16} aria-hidden /> : <IconLockOpen size={16} aria-hidden />}
                onClick={() => void turn()}
              >
                {t(open ? 'evidence.case.close' : 'evidence.case.reopen')}
              </Button>
            </>
          )}
          <Back />
        </>
      }
    >
      <div className="v-case">
        <div className="v-case-main">
          <p className="v-quiet v-case-about">
            {t('evidence.case.about', { when: clockTime(about.createdAt), who: about.createdBy })}
          </p>
          {about.description && <p className="v-case-about">{about.description}</p>}
          {exhibits.length === 0 ? (
            <div className="v-card">
              <EmptyState
                title={t('evidence.case.noExhibits')}
                action={
                  <Button component={Link} to="/footage" variant="default">
                    {t('evidence.case.toFootage')}
                  </Button>
                }
              >
                {t('evidence.case.noExhibitsWhy')}
              </EmptyState>
            </div>
          ) : (
            <ul className="v-exhibits" aria-label={t('evidence.case.exhibits')}>
              {exhibits.map((exhibit) => (
                <ExhibitCard key={exhibit.id} exhibit={exhibit} />
              ))}
            </ul>
          )}
        </div>
        <SharesList caseId={about.id} exhibits={exhibits} mayShare={mayShare} />
      </div>
      {dialog === 'edit' && <CaseDialog of={about} onClose={close} />}
      {dialog === 'files' && <FilesDialog caseId={about.id} onClose={close} />}
      {dialog === 'snapshot' && <SnapshotDialog caseId={about.id} onClose={close} />}
      {dialog === 'alert' && <AlertDialog caseId={about.id} onClose={close} />}
      {dialog === 'series' && <SeriesDialog caseId={about.id} onClose={close} />}
      {dialog === 'share' && <ShareDialog caseId={about.id} exhibits={ready} onClose={close} />}
    </Page>
  );
}

const icons = {
  CLIP: IconMovie,
  SNAPSHOT: IconPhoto,
  SERIES: IconChartLine,
  ALERT: IconAlertTriangle,
  FILE: IconFile,
};

function ExhibitCard({ exhibit }: { exhibit: Exhibit }) {
  const Icon = icons[exhibit.kind];
  return (
    <li className="v-card v-exhibit-card">
      <Preview exhibit={exhibit} icon={<Icon size={30} stroke={1.3} aria-hidden />} />
      <div className="v-exhibit-words">
        <Link to="/evidence/exhibits/$exhibitId" params={{ exhibitId: exhibit.id }}>
          {exhibit.number}. {exhibit.title}
        </Link>
        <span className="v-quiet">
          {t(`evidence.kind.${exhibit.kind}`)}
          {exhibit.derivedFrom && ` (${t('evidence.derived')})`}
          {exhibit.recording && (
            <>
              {' · '}
              {exhibit.recording.cameraName} · <At at={exhibit.recording.firstPicture} />
            </>
          )}
          {exhibit.series && (
            <>
              {' · '}
              {t('evidence.exhibit.readingsOf', { n: exhibit.series.readings, sensor: exhibit.series.sensor })} ·{' '}
              <At at={exhibit.series.first} />
            </>
          )}
          {' · '}
          {exhibit.createdBy}
        </span>
        <ExhibitStateLine exhibit={exhibit} />
      </div>
    </li>
  );
}

export function ExhibitStateLine({ exhibit }: { exhibit: Exhibit }) {
  if (exhibit.state === 'READY') return <StateMark tone="good">{t('evidence.state.READY')}</StateMark>;
  if (exhibit.state === 'FAILED') {
    return <StateMark tone="bad">{exhibit.failure || t('evidence.state.FAILED')}</StateMark>;
  }
  return (
    <Progress
      value={Math.max(4, exhibit.progress * 100)}
      animated
      aria-label={`${exhibit.title}: ${t('evidence.state.MAKING')}`}
    />
  );
}
