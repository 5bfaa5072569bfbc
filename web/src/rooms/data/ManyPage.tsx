import { Button, FileInput, Table, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { api, sensorKeys, useKinds, type BulkResult, type Kinds } from '../../api';
import { Page, problemText, StateMark, StateView } from '../../app';
import { t, tName } from '../../words';
import { accessCsv, HEAD, MOST, readList } from './manyDevices';
import { RejectedLines } from './RejectedLines';
import { BackLink } from './SensorPage';
import './data.css';
import './onboard.css';

const SHOWN = 8;

/** Adds many sensors from a list; shows beforehand what each line becomes and which are refused. */
export function ManyPage() {
  const kinds = useKinds();
  return (
    <Page title={t('data.many.title')} actions={<BackLink />}>
      <StateView of={kinds}>{(known) => <Many kinds={known} />}</StateView>
    </Page>
  );
}

function Many({ kinds }: { kinds: Kinds }) {
  const [text, setText] = useState('');
  const [result, setResult] = useState<BulkResult>();
  const [error, setError] = useState<unknown>();
  const [working, setWorking] = useState(false);
  const client = useQueryClient();
  const read = useMemo(() => (text.trim() === '' ? undefined : readList(text, kinds)), [text, kinds]);
  const change = (next: string) => {
    setText(next);
    setResult(undefined);
    setError(undefined);
  };
  const add = async (): Promise<void> => {
    if (!read) return;
    setWorking(true);
    setError(undefined);
    try {
      setResult(await api.post<BulkResult>('/sensing/devices/bulk', { items: read.forms }));
      await client.invalidateQueries({ queryKey: sensorKeys.markers });
      await client.invalidateQueries({ queryKey: sensorKeys.all });
    } catch (problem) {
      setError(problem);
    } finally {
      setWorking(false);
    }
  };
  const tooMany = (read?.forms.length ?? 0) > MOST;
  return (
    <div className="v-onboard" data-single>
      <section className="v-card v-onboard-part">
        <h2>{t('data.many.list')}</h2>
        <p className="v-quiet">{t('data.many.why', { head: HEAD })}</p>
        <FileInput
          label={t('data.many.file')}
          placeholder={t('data.many.choose')}
          accept=".csv,text/csv,text/plain"
          onChange={(file) => void file?.text().then(change)}
        />
        <Textarea
          label={t('data.many.paste')}
          placeholder={`${HEAD}\nbin-017,Bin at the market,WASTE,52.1021,4.2988,fill temperature battery`}
          autosize
          minRows={4}
          maxRows={12}
          value={text}
          spellCheck={false}
          classNames={{ input: 'v-onboard-code' }}
          onChange={(event) => change(event.currentTarget.value)}
        />
      </section>
      {read && !result && (
        <section className="v-card v-onboard-part" aria-label={t('data.many.preview')}>
          <h2>{t('data.many.preview')}</h2>
          <p role="status">
            <StateMark tone={read.forms.length > 0 ? 'good' : 'warn'}>
              {t('data.many.good', { n: read.forms.length })}
            </StateMark>
          </p>
          {tooMany && (
            <p role="alert" className="v-data-problem">
              {t('data.many.tooMany', { n: MOST })}
            </p>
          )}
          {read.forms.length > 0 && (
            <div className="v-onboard-table">
              <Table verticalSpacing={4}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('data.field.id')}</Table.Th>
                    <Table.Th>{t('data.field.name')}</Table.Th>
                    <Table.Th>{t('data.field.kind')}</Table.Th>
                    <Table.Th>{t('data.edit.place')}</Table.Th>
                    <Table.Th>{t('data.edit.channels')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {read.forms.slice(0, SHOWN).map((form) => (
                    <Table.Tr key={form.id}>
                      <Table.Td>{form.id}</Table.Td>
                      <Table.Td>{form.name}</Table.Td>
                      <Table.Td>{tName('app.sensorKind', form.kind)}</Table.Td>
                      <Table.Td>
                        {form.location ? `${form.location.latitude}, ${form.location.longitude}` : '–'}
                      </Table.Td>
                      <Table.Td>
                        {form.channels.map((channel) => `${channel.channel} (${channel.quantity})`).join(', ')}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
              {read.forms.length > SHOWN && (
                <p className="v-quiet">{t('data.many.andMore', { n: read.forms.length - SHOWN })}</p>
              )}
            </div>
          )}
          <RejectedLines
            total={read.bad.length}
            lines={read.bad.map(({ line, text: written, reason }) => ({
              line,
              text: written,
              reason: t(`data.many.reason.${reason.word}`, { value: reason.value }),
            }))}
          />
          {error !== undefined && (
            <p role="alert" className="v-data-problem">
              {problemText(error).detail || problemText(error).title}
            </p>
          )}
          <div className="v-onboard-end">
            <Button loading={working} disabled={read.forms.length === 0 || tooMany} onClick={() => void add()}>
              {t('data.many.add', { n: read.forms.length })}
            </Button>
          </div>
        </section>
      )}
      {result && read && (
        <section className="v-card v-onboard-part" aria-label={t('data.many.result')}>
          <h2>{t('data.many.result')}</h2>
          <p role="status">
            <StateMark tone={result.created.length > 0 ? 'good' : 'warn'}>
              {t('data.many.made', { n: result.created.length })}
            </StateMark>
          </p>
          <RejectedLines
            total={result.rejected.length}
            lines={result.rejected.map(({ index, id, reason }) => ({
              line: read.lines[index] ?? index,
              text: id ?? '',
              reason,
            }))}
          />
          {result.created.length > 0 && (
            <>
              <p>{t('data.many.passwords')}</p>
              <Button
                component="a"
                download="vigilia-devices.csv"
                href={`data:text/csv;charset=utf-8,${encodeURIComponent(accessCsv(result.created))}`}
                leftSection={<IconDownload size={16} aria-hidden />}
              >
                {t('data.many.download')}
              </Button>
            </>
          )}
        </section>
      )}
    </div>
  );
}
