import { Checkbox, Kbd, Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../layout/dialog.tsx'

const KEYS = [
  ['J', 'next'],
  ['K', 'previous'],
  ['A', 'approve'],
  ['U', 'undo'],
  ['R', 'refuse'],
  ['X', 'select'],
  ['Shift + X', 'selectUpTo'],
  ['Enter', 'trace'],
  ['?', 'help'],
] as const

interface Props {
  readonly isOpen: boolean
  readonly isOn: boolean
  readonly onSwitch: (isOn: boolean) => void
  readonly onClose: () => void
}

/** What single keys do; who speaks to a machine, or types with a stick, switches them off. */
export function QueueHelp({ isOpen, isOn, onSwitch, onClose }: Props) {
  const { t } = useTranslation('librarian')
  return (
    <Dialog isOpen={isOpen} title={t('keys.title')} onClose={onClose}>
      <Table>
        <Table.Tbody>
          {KEYS.map(([key, does]) => (
            <Table.Tr key={key}>
              <Table.Th scope="row">
                <Kbd>{key}</Kbd>
              </Table.Th>
              <Table.Td>{t(`keys.${does}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Checkbox label={t('keys.on')} checked={isOn} onChange={({ currentTarget }) => onSwitch(currentTarget.checked)} />
    </Dialog>
  )
}
