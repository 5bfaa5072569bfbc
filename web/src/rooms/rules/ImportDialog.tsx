import { Button, FileInput, Modal, Table } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type RuleImport } from '../../api';
import { problemText, StateMark, toast, type Tone } from '../../app';
import { t } from '../../words';

const tones: Record<RuleImport['items'][number]['change'], Tone> = {
  NEW: 'good',
  CHANGED: 'warn',
  SAME: 'unknown',
  REFUSED: 'bad',
};

/** Takes rules from a YAML file; first shows what would change. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [preview, setPreview] = useState<RuleImport>();
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
      if (!file) return;
      const content = await file.text();
      setText(content);
      setPreview(await api.post<RuleImport>('/rules/import/preview', content));
    });
  const apply = () =>
    work(async () => {
      await api.post('/rules/import', text);
      await client.invalidateQueries({ queryKey: ['rules'] });
      toast(t('rules.importing.done'));
      onClose();
    });
  const changes = (preview?.items ?? []).filter((item) => item.change === 'NEW' || item.change === 'CHANGED').length;
  return (
    <Modal opened onClose={onClose} title={t('rules.importing.title')} size="lg">
      <div className="v-rules-import">
        <FileInput
          label={t('rules.importing.file')}
          placeholder={t('rules.importing.choose')}
          accept=".yml,.yaml,application/yaml,text/yaml"
          onChange={(file) => void read(file)}
        />
        {error !== undefined && (
          <p role="alert" className="v-bench-problem">
            {problemText(error).detail || problemText(error).title}
          </p>
        )}
        {preview && (
          <>
            <Table verticalSpacing={6} aria-label={t('rules.importing.preview')}>
              <Table.Tbody>
                {preview.items.map((item, i) => (
                  <Table.Tr key={item.id ?? i}>
                    <Table.Td>
                      <StateMark tone={tones[item.change]}>{t(`rules.importing.${item.change}`)}</StateMark>
                    </Table.Td>
                    <Table.Td>
                      {item.name}
                      {item.differences.map((difference) => (
                        <div key={difference} className="v-quiet">
                          {difference}
                        </div>
                      ))}
                      {item.problem && <div className="v-bench-problem">{item.problem}</div>}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            {preview.refused > 0 && (
              <p role="alert" className="v-bench-problem">
                {t('rules.importing.refused', { n: preview.refused })}
              </p>
            )}
            {preview.refused === 0 && changes === 0 && <p className="v-quiet">{t('rules.importing.nothing')}</p>}
          </>
        )}
        <div className="v-bench-end">
          <Button variant="default" onClick={onClose}>
            {t('rules.cancel')}
          </Button>
          <Button
            loading={working}
            disabled={!preview || preview.refused > 0 || changes === 0}
            onClick={() => void apply()}
          >
            {t('rules.importing.apply', { n: changes })}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
