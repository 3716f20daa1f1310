import { useApolloClient } from '@apollo/client/react'
import { Button, Group, Table } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CancelOneHoldDocument, type InLineFragment } from '../generated/librarian.ts'
import { useFormats } from '../words/format.ts'
import { PressedLine } from './pressed-line.tsx'
import { usePress } from './use-press.ts'

interface Props {
  readonly label: string
  /** Of the column that says who waits, or for what. */
  readonly heading: string
  readonly holds: readonly { readonly hold: InLineFragment; readonly name: string; readonly link: ReactNode }[]
  readonly onChanged: () => void
}

/** Places in lines, each with how it stands, and the librarian's hand on those that are open. */
export function HoldTable({ label, heading, holds, onChanged }: Props) {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  return (
    <Table.ScrollContainer minWidth={520} type="native" tabIndex={0} role="region" aria-label={label}>
      <Table striped verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{heading}</Table.Th>
            <Table.Th>{t('holds.stands')}</Table.Th>
            <Table.Th>{t('holds.since')}</Table.Th>
            <Table.Th>{t('holds.end')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {holds.map(({ hold, name, link }) => (
            <Table.Tr key={hold.id} data-hold={hold.id}>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{link}</Table.Td>
              <Table.Td>
                <HowItStands hold={hold} />
              </Table.Td>
              <Table.Td>{formats.moment(hold.placedDate)}</Table.Td>
              <Table.Td>
                {(hold.status === 'WAITING' || hold.status === 'READY') && (
                  <CancelHold holdId={hold.id} name={name} onDone={onChanged} />
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function HowItStands({ hold }: { hold: InLineFragment }) {
  const { t } = useTranslation('librarian')
  const formats = useFormats()
  if (hold.status === 'READY' && hold.readyUntil !== null) {
    return t('holds.readyUntil', { time: formats.dateTime(hold.readyUntil) })
  }
  if (hold.status !== 'WAITING') return t(`holdStatus.${hold.status}`)
  if (hold.suspended) {
    return hold.suspendedUntil === null
      ? t('holds.suspended')
      : t('holds.suspendedUntil', { time: formats.date(hold.suspendedUntil) })
  }
  return hold.position === null ? t('holdStatus.WAITING') : t('holds.position', { position: hold.position })
}

/** Ends a place in line; a seat that was kept goes to the next one. */
function CancelHold({ holdId, name, onDone }: { holdId: string; name: string; onDone: () => void }) {
  const { t } = useTranslation('librarian')
  const client = useApolloClient()
  const { pressed, press } = usePress(async () => {
    const { data } = await client.mutate({ mutation: CancelOneHoldDocument, variables: { input: { holdId } } })
    onDone()
    return data?.cancelHold.userErrors ?? [{ code: 'HOLD_NOT_FOUND' }]
  })
  const isOver = pressed.kind === 'sending' || pressed.kind === 'done'
  return (
    <Group gap="xs">
      <Button
        size="xs"
        variant="default"
        aria-label={t('holds.cancelWhat', { name })}
        aria-disabled={isOver}
        data-disabled={isOver || undefined}
        onClick={() => !isOver && void press()}
      >
        {t('holds.cancel')}
      </Button>
      <PressedLine pressed={pressed} done={t('holds.canceled')} />
    </Group>
  )
}
