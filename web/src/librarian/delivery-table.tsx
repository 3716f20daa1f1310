import { useMutation } from '@apollo/client/react'
import { Button, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { SendAgainDocument, type DeliveredFragment } from '../generated/librarian.ts'
import { Problem } from '../layout/problem.tsx'
import { useFormats } from '../words/format.ts'
import { deliveries as words } from './words/deliveries.en.ts'

/** What a librarian may send again. */
const FAILED: readonly string[] = ['FAILED', 'UNKNOWN'] satisfies DeliveredFragment['status'][]

/** What was sent, of what kind, and what became of it; no word of what it says. */
export function DeliveryTable({ label, deliveries }: { label: string; deliveries: readonly DeliveredFragment[] }) {
  const { t } = useTranslation('librarian')
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {(['when', 'whom', 'kinds', 'channel', 'state'] as const).map((column) => (
              <Table.Th key={column} scope="col">
                {t(`deliveries.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {deliveries.map((delivered) => (
            <Delivered key={delivered.id} delivered={delivered} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Delivered({ delivered }: { delivered: DeliveredFragment }) {
  const { t } = useTranslation('librarian')
  const { t: site } = useTranslation()
  const formats = useFormats()
  const [sendAgain, { data, error, loading }] = useMutation(SendAgainDocument)
  const { id, userId, channel, status, reason, attempts, changedAt } = delivered
  const kinds = formats.list(delivered.kinds.map((kind) => t(`noticeKind.${kind}`)))
  const refusal = data?.resendNotice.userErrors[0]
  const whom = userId ?? t('deliveries.staff')
  return (
    <Table.Tr data-delivery={status}>
      <Table.Td>{formats.moment(changedAt)}</Table.Td>
      <Table.Td>{whom}</Table.Td>
      <Table.Td>{kinds}</Table.Td>
      <Table.Td>{t(`noticeChannel.${channel}`)}</Table.Td>
      <Table.Td>
        <Text size="sm">
          {t(`deliveryStatus.${status}`)}
          {reason === null ? '' : `: ${isOurs(reason) ? t(`deliveryReason.${reason}`) : reason}`} (
          {t('deliveries.tried', { count: attempts })})
        </Text>
        {FAILED.includes(status) && (
          <Button
            variant="default"
            size="compact-sm"
            loading={loading}
            aria-label={`${t('deliveries.send')}: ${kinds}, ${whom}`}
            onClick={() => void sendAgain({ variables: { input: { deliveryId: id } } }).catch(() => undefined)}
          >
            {t('deliveries.send')}
          </Button>
        )}
        {refusal && (
          <Text size="sm" c="red.9" role="status">
            {site(`userError.${refusal.code}`)}
          </Text>
        )}
        {error && <Problem error={error} />}
      </Table.Td>
    </Table.Tr>
  )
}

type Reason = keyof typeof words.deliveryReason

/** Why the library did not send it, and not what a provider answered. */
const isOurs = (reason: string): reason is Reason => reason in words.deliveryReason
