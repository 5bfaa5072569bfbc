import { Button, FileInput, Table } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request, api, type CsvPreview, type Job } from '../../api';
import { Page, problemText, StateMark } from '../../app';
import { t, tName } from '../../words';
import { JobProgress } from './JobProgress';
import { RejectedLines } from './RejectedLines';
import { BackLink } from './SensorPage';
import './data.css';
import './onboard.css';

const MOST_BYTES = 32 * 1024 * 1024;

/** Uploads values as CSV; shows how it is read and every refused line before anything is stored. */
export function UploadPage() {
  const [preview, setPreview] = useState<CsvPreview>();
  const [job, setJob] = useState<Job>();
  const [error, setError] = useState<unknown>();
  const [working, setWorking] = useState(false);
  const client = useQueryClient();
  const work = async (action: () => Promise<void>): Promise<void> => {
    setWorking(true);
    setError(undefined);
    try {
      await action();
    } catch (problem) {
      setError(problem);
    } finally {
      setWorking(false);
    }
  };
  const read = (file: File | null) =>
    work(async () => {
      setPreview(undefined);
      setJob(undefined);
      if (!file) return;
      if (file.size > MOST_BYTES) throw new Error(t('data.upload.tooLarge', { n: MOST_BYTES / 1024 / 1024 }));
      const response = await request('POST', '/sensing/csv/preview', {
        body: await file.text(),
        headers: { 'Content-Type': 'text/csv' },
      });
      setPreview((await response.json()) as CsvPreview);
    });
  const store = () =>
    work(async () => {
      setJob(await api.post<Job>(`/sensing/csv/${preview?.upload}/import`));
    });
  return (
    <Page title={t('data.upload.title')} actions={<BackLink />}>
      <div className="v-onboard" data-single>
        <section className="v-card v-onboard-part">
          <h2>{t('data.upload.file')}</h2>
          <p className="v-quiet">{t('data.upload.why')}</p>
          <pre className="v-data-sample">{t('data.upload.sample')}</pre>
          <FileInput
            label={t('data.upload.choose')}
            placeholder={t('data.many.choose')}
            accept=".csv,text/csv,text/plain"
            onChange={(file) => void read(file)}
          />
          {working && !preview && <p role="status">{t('data.upload.reading')}</p>}
          {error !== undefined && (
            <p role="alert" className="v-data-problem">
              {problemText(error).detail || problemText(error).title}
            </p>
          )}
        </section>
        {preview && (
          <section className="v-card v-onboard-part" aria-label={t('data.upload.preview')}>
            <h2>{t('data.upload.preview')}</h2>
            <p role="status">
              <StateMark tone={preview.good > 0 ? 'good' : 'warn'}>
                {t('data.upload.good', { n: preview.good, lines: preview.lines })}
              </StateMark>
            </p>
            <div className="v-onboard-table">
              <Table verticalSpacing={4}>
                <Table.Thead>
                  <Table.Tr>
                    {preview.columns.map((column) => (
                      <Table.Th key={column.index}>
                        {column.header}
                        <div className="v-quiet">
                          {column.channel
                            ? t('data.upload.channel', { channel: column.channel })
                            : tName('data.upload.role', column.role)}
                        </div>
                      </Table.Th>
                    ))}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {preview.sample.map((row, i) => (
                    <Table.Tr key={i}>
                      {preview.columns.map((column) => (
                        <Table.Td key={column.index}>{row[column.index]}</Table.Td>
                      ))}
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </div>
            <RejectedLines total={preview.bad} lines={preview.rejected} />
            {job ? (
              <JobProgress
                job={job}
                path={`/sensing/csv/jobs/${job.id}`}
                onDone={() => {
                  void client.invalidateQueries({ queryKey: ['series'] });
                  void client.invalidateQueries({ queryKey: ['sensors'] });
                }}
              />
            ) : (
              <div className="v-onboard-end">
                <Button loading={working} disabled={preview.good === 0} onClick={() => void store()}>
                  {t('data.upload.store', { n: preview.good })}
                </Button>
              </div>
            )}
          </section>
        )}
      </div>
    </Page>
  );
}
