import { Modal, SimpleGrid, Table, Title } from '@mantine/core';
import { t } from '../words';
import { KeyCap, useKeyList, type KeyBinding } from './keys';

/** What `?` shows: every key that works here. */
export function KeyHelp(props: { opened: boolean; onClose: () => void }) {
  const sets = useKeyList();
  // Children give their keys before the shell that surrounds them, so the shell is told by its help key.
  const shell = sets.find((set) => set.some((binding) => binding.key === '?')) ?? [];
  const here = sets.filter((set) => set !== shell).flat();
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t('app.keys.title')} size="xl">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <section>
          <Title order={2} mb="xs">
            {t('app.keys.here')}
          </Title>
          {here.length === 0 ? <p className="v-quiet">{t('app.keys.none')}</p> : <Keys bindings={here} />}
        </section>
        <section>
          <Title order={2} mb="xs">
            {t('app.keys.everywhere')}
          </Title>
          <Keys bindings={[...shell, { key: 'Escape', does: t('app.keys.close'), run: () => undefined }]} />
        </section>
      </SimpleGrid>
    </Modal>
  );
}

function Keys(props: { bindings: readonly KeyBinding[] }) {
  return (
    <Table verticalSpacing={5}>
      <Table.Tbody>
        {props.bindings.map((binding) => (
          <Table.Tr key={binding.key}>
            <Table.Td w={110}>
              <KeyCap keys={binding.key} />
            </Table.Td>
            <Table.Td>{binding.does}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
