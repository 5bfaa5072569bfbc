import { Button, Modal } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  IconArrowLeft,
  IconClock,
  IconDownload,
  IconEyeOff,
  IconFingerprint,
  IconShieldCheck,
} from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { api, apiUrl, useMe, type CustodyStory, type Exhibit, type ExhibitSeal, type Verification } from '../../api';
import { At, clockTime, EmptyState, Page, StateMark, StateView, toastProblem } from '../../app';
import { t, tName } from '../../words';
import { ExhibitStateLine } from './CasePage';
import { bytes, contentUrl } from './content';
import { OverlayDialog } from './OverlayDialog';
import { TraceDialog } from './TraceDialog';
import { Viewer } from './Viewer';
import './evidence.css';

export function useExhibit(id: string) {
  return useQuery({
    queryKey: ['exhibits', id],
    queryFn: ({ signal }) => api.get<Exhibit>(`/evidence/exhibits/${id}`, undefined, signal),
    refetchInterval: (query) => {
      if (query.state.data?.state === 'MAKING') return 800;
      return query.state.data?.timeStamp?.state === 'WAITING' ? 5_000 : false;
    },
    staleTime: 0,
  });
}

/** One exhibit: what it shows, what is known of it in plain words, who touched it. */
export function ExhibitPage() {
  const { exhibitId } = useParams({ strict: false }) as { exhibitId: string };
  const asked = useExhibit(exhibitId);
  if (asked.data) return <Known exhibit={asked.data} />;
  return (
    <Page title={t('evidence.exhibit.one')}>
      <StateView of={asked}>{() => null}</StateView>
    </Page>
  );
}

function Known({ exhibit }: { exhibit: Exhibit }) {
  const { rights } = useMe();
  const client = useQueryClient();
  const [verdict, setVerdict] = useState<Verification>();
  const [verifying, setVerifying] = useState(false);
  const [dialog, setDialog] = useState<'overlay' | 'trace'>();
  const ready = exhibit.state === 'READY';
  const works = rights.includes('WORK_EVIDENCE');
  const video = exhibit.files.find((file) => file.mediaType.startsWith('video/'));
  const pictures = video ?? exhibit.files.find((file) => file.mediaType === 'image/jpeg');
  const verify = async (): Promise<void> => {
    setVerifying(true);
    setVerdict(undefined);
    try {
      setVerdict(await api.get<Verification>(`/evidence/exhibits/${exhibit.id}/verify`));
      await client.invalidateQueries({ queryKey: ['custody', exhibit.id] });
    } catch (error) {
      toastProblem(error);
    } finally {
      setVerifying(false);
    }
  };
  return (
    <Page
      title={exhibit.title}
      beside={<ExhibitStateLine exhibit={exhibit} />}
      actions={
        <>
          {ready && (
            <>
              <Button
                leftSection={<IconShieldCheck size={17} aria-hidden />}
                loading={verifying}
                onClick={() => void verify()}
              >
                {t('evidence.exhibit.verify')}
              </Button>
              {works && video && !exhibit.derivedFrom && (
                <Button
                  component={Link}
                  to="/evidence/exhibits/$exhibitId/redact"
                  params={{ exhibitId: exhibit.id } as never}
                  variant="default"
                  leftSection={<IconEyeOff size={16} aria-hidden />}
                >
                  {t('evidence.exhibit.redact')}
                </Button>
              )}
              {works && video && exhibit.kind !== 'FILE' && (
                <Button
                  variant="default"
                  leftSection={<IconClock size={16} aria-hidden />}
                  onClick={() => setDialog('overlay')}
                >
                  {t('evidence.overlay.button')}
                </Button>
              )}
              {works && pictures && (
                <Button
                  variant="default"
                  leftSection={<IconFingerprint size={16} aria-hidden />}
                  onClick={() => setDialog('trace')}
                >
                  {t('evidence.trace.button')}
                </Button>
              )}
              <Button
                component="a"
                href={apiUrl(`/evidence/cases/${exhibit.caseId}/package`, { exhibit: exhibit.id })}
                download
                variant="default"
                leftSection={<IconDownload size={16} aria-hidden />}
              >
                {t('evidence.exhibit.package')}
              </Button>
            </>
          )}
          <Button
            component={Link}
            to="/evidence/$caseId"
            params={{ caseId: exhibit.caseId } as never}
            variant="default"
            leftSection={<IconArrowLeft size={16} aria-hidden />}
          >
            {t('evidence.exhibit.back')}
          </Button>
        </>
      }
    >
      <div className="v-exhibit">
        <div className="v-exhibit-main">
          {verifying && <p role="status">{t('evidence.exhibit.verifying')}</p>}
          {verdict && <Verdict of={verdict} />}
          {ready ? (
            <Viewer exhibit={exhibit} url={(file) => contentUrl(exhibit.id, 'view', file)} />
          ) : (
            <EmptyState title={t(exhibit.state === 'MAKING' ? 'evidence.exhibit.making' : 'evidence.exhibit.failed')}>
              {exhibit.failure}
            </EmptyState>
          )}
          {ready && <Files exhibit={exhibit} />}
        </div>
        <div className="v-exhibit-side">
          <Facts exhibit={exhibit} />
          <Custody id={exhibit.id} />
        </div>
      </div>
      {dialog === 'overlay' && <OverlayDialog exhibit={exhibit} onClose={() => setDialog(undefined)} />}
      {dialog === 'trace' && <TraceDialog exhibit={exhibit} onClose={() => setDialog(undefined)} />}
    </Page>
  );
}

function Verdict({ of }: { of: Verification }) {
  return (
    <section className="v-card v-verdict" role="status" data-holds={of.verified}>
      <h2>
        <StateMark tone={of.verified ? 'good' : 'bad'}>
          {t(of.verified ? 'evidence.verdict.yes' : 'evidence.verdict.no')}
        </StateMark>
      </h2>
      <ul>
        {of.findings.map((finding, i) => (
          <li key={i}>
            <StateMark tone={finding.kind === 'HOLDS' ? 'good' : finding.kind === 'FAILS' ? 'bad' : 'unknown'} short>
              {finding.kind.toLowerCase()}
            </StateMark>
            <span>{finding.text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Files({ exhibit }: { exhibit: Exhibit }) {
  return (
    <section className="v-card v-exhibit-files" aria-label={t('evidence.exhibit.files')}>
      <h2>{t('evidence.exhibit.files')}</h2>
      <ul>
        {exhibit.files.map((file) => (
          <li key={file.name}>
            <a href={contentUrl(exhibit.id, 'download', file.name)} download>
              {t('evidence.exhibit.downloadFile', { file: file.name })}
            </a>
            <span className="v-quiet">
              {bytes(file.bytes)} · {file.mediaType}
            </span>
            <code className="v-hash" title={t('evidence.exhibit.hash')}>
              {file.sha256}
            </code>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fact(props: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function Facts({ exhibit }: { exhibit: Exhibit }) {
  const { recording, series } = exhibit;
  const [seal, setSeal] = useState(false);
  return (
    <section aria-label={t('evidence.exhibit.facts')}>
      <h2>{t('evidence.exhibit.facts')}</h2>
      <dl className="v-exhibit-facts">
        <Fact name={t('evidence.exhibit.why')}>{exhibit.why || '–'}</Fact>
        <Fact name={t('evidence.exhibit.by')}>
          {exhibit.createdBy} · <At at={exhibit.createdAt} />
        </Fact>
        {exhibit.derivedFrom && (
          <Fact name={t('evidence.exhibit.original')}>
            <Link to="/evidence/exhibits/$exhibitId" params={{ exhibitId: exhibit.derivedFrom }}>
              {t('evidence.exhibit.originalLink')}
            </Link>
          </Fact>
        )}
        {recording && (
          <>
            <Fact name={t('evidence.exhibit.camera')}>{recording.cameraName}</Fact>
            <Fact name={t('evidence.exhibit.pictures')}>
              <Moment at={recording.firstPicture} /> – <Moment at={recording.lastPicture} />
            </Fact>
            <Fact name={t('evidence.exhibit.asked')}>
              <Moment at={recording.askedFrom} /> – <Moment at={recording.askedTo} />
            </Fact>
            <Fact name={t('evidence.exhibit.clock')}>
              {t('evidence.exhibit.clockUnsure', {
                clock: tName('evidence.clock', recording.clock),
                ms: seconds(recording.uncertaintyMs),
              })}
            </Fact>
            {recording.leadInMs > 0 && (
              <Fact name={t('evidence.exhibit.leadIn')}>
                {t('evidence.exhibit.leadInWords', { n: (recording.leadInMs / 1000).toFixed(1) })}
              </Fact>
            )}
            <Fact name={t('evidence.exhibit.chain')}>
              {t('evidence.exhibit.chainWords', { n: recording.segments })}
            </Fact>
            {recording.gaps.length > 0 && (
              <Fact name={t('evidence.exhibit.gaps')}>
                {recording.gaps.map((gap) => (
                  <div key={gap.from}>
                    <Moment at={gap.from} /> – <Moment at={gap.to} />: {tName('footage.cause', gap.cause)}
                  </div>
                ))}
              </Fact>
            )}
          </>
        )}
        {series && (
          <>
            <Fact name={t('evidence.exhibit.sensor')}>{series.sensor}</Fact>
            <Fact name={t('evidence.exhibit.measured')}>
              {series.name}
              {series.unit && ` (${series.unit})`}
            </Fact>
            <Fact name={t('evidence.exhibit.asked')}>
              <Moment at={series.askedFrom} /> – <Moment at={series.askedTo} />
            </Fact>
            <Fact name={t('evidence.exhibit.readings')}>
              {t('evidence.exhibit.readingsWords', { n: series.readings, doubtful: series.doubtful })}
              <div>
                <Moment at={series.first} /> – <Moment at={series.last} />
              </div>
            </Fact>
          </>
        )}
        {exhibit.timeStamp && (
          <Fact name={t('evidence.exhibit.timeStamp')}>
            <TimeStamp of={exhibit.timeStamp} />
          </Fact>
        )}
        <Fact name={t('evidence.exhibit.size')}>{bytes(exhibit.bytes)}</Fact>
      </dl>
      {exhibit.notes.map((note) => (
        <p key={note} className="v-quiet v-exhibit-note">
          {note}
        </p>
      ))}
      {exhibit.state === 'READY' && (
        <Button size="compact-sm" variant="default" onClick={() => setSeal(true)}>
          {t('evidence.exhibit.show')}
        </Button>
      )}
      {seal && <SealDialog id={exhibit.id} onClose={() => setSeal(false)} />}
    </section>
  );
}

/** Who outside the agency confirms when it was sealed, or what is missing. */
function TimeStamp({ of }: { of: NonNullable<Exhibit['timeStamp']> }) {
  if (of.state === 'CONFIRMED' && of.at) {
    return (
      <>
        {of.authority} · <At at={of.at} />
      </>
    );
  }
  return (
    <>
      {t(of.state === 'WAITING' ? 'evidence.exhibit.timeStampWaiting' : 'evidence.exhibit.timeStampNone')}
      {of.failure && <div className="v-quiet">{of.failure}</div>}
    </>
  );
}

function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={at} className="v-number">
      {clockTime(at)}.{String(new Date(at).getMilliseconds()).padStart(3, '0')}
    </time>
  );
}

function SealDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const asked = useQuery({
    queryKey: ['exhibits', id, 'manifest'],
    queryFn: ({ signal }) => api.get<ExhibitSeal>(`/evidence/exhibits/${id}/manifest`, undefined, signal),
  });
  return (
    <Modal opened onClose={onClose} size="xl" title={t('evidence.exhibit.manifest')}>
      <StateView of={asked}>
        {(seal) => (
          <>
            {/* Long text: scrolled by keys, too. */}
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
            <pre className="v-seal" tabIndex={0}>
              {pretty(seal.text)}
            </pre>
            <p className="v-quiet v-hash">{seal.signature}</p>
          </>
        )}
      </StateView>
    </Modal>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Who touched it, as a story. */
function Custody({ id }: { id: string }) {
  const asked = useQuery({
    queryKey: ['custody', id],
    queryFn: ({ signal }) => api.get<CustodyStory>(`/evidence/exhibits/${id}/custody`, undefined, signal),
    refetchInterval: 10_000,
  });
  return (
    <section aria-label={t('evidence.exhibit.custody')}>
      <h2>{t('evidence.exhibit.custody')}</h2>
      <p className="v-quiet">{t('evidence.exhibit.custodyWhy')}</p>
      <StateView of={asked}>
        {(story) => (
          <>
            <StateMark tone={story.holds ? 'good' : 'bad'}>
              {t(story.holds ? 'evidence.exhibit.chainHolds' : 'evidence.exhibit.chainBroken')}
            </StateMark>
            <ol className="v-story">
              {story.items.map((entry) => (
                <li key={entry.sequence}>
                  <span className="v-quiet">
                    <At at={entry.at} />
                  </span>
                  <div>
                    <strong>{entry.who}</strong> {tName('evidence.story', entry.what)}
                    {entry.detail && <div className="v-quiet">{entry.detail}</div>}
                    <code className="v-hash" title={entry.hash}>
                      {entry.sequence} · {entry.hash.slice(0, 16)}…
                    </code>
                  </div>
                </li>
              ))}
            </ol>
          </>
        )}
      </StateView>
    </section>
  );
}
