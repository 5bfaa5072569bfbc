import { Table } from '@mantine/core';
import { StateMark } from '../../app';
import { t } from '../../words';

/** Lines of a file that are refused, each with its number, its text and why. */
export function RejectedLines(props: {
  total: number;
  lines: readonly { line: number; text: string; reason: string }[];
}) {
  const { total, lines } = props;
  if (total === 0) return null;
  return (
    <div>
      <p>
        <StateMark tone="warn">{t('data.rejected.title', { n: total })}</StateMark>
      </p>
      {/* Scrolls, so keys must reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="v-data-rejected" role="region" aria-label={t('data.rejected.list')} tabIndex={0}>
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('data.rejected.line')}</Table.Th>
              <Table.Th>{t('data.rejected.text')}</Table.Th>
              <Table.Th>{t('data.rejected.why')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map((each) => (
              <Table.Tr key={`${each.line} ${each.reason}`}>
                <Table.Td>{each.line}</Table.Td>
                <Table.Td>
                  <code>{each.text}</code>
                </Table.Td>
                <Table.Td>{each.reason}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {total > lines.length && <p className="v-quiet">{t('data.rejected.more', { n: total - lines.length })}</p>}
    </div>
  );
}
