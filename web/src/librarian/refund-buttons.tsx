import type { ApolloClient } from '@apollo/client'
import { useApolloClient } from '@apollo/client/react'
import { Button, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import {
  RefundablePaymentDocument,
  RefundAsGoodwillDocument,
  RefundOnceMoreDocument,
  type UserErrorCode,
} from '../generated/librarian.ts'
import { Choice, Dialog } from '../layout/dialog.tsx'
import { PressedLine } from './pressed-line.tsx'
import { usePress } from './use-press.ts'

interface Props {
  readonly rentalId: string
  readonly title: string
  readonly onDone?: () => void
}

/** Of a refund that failed for good: what to do, and another try once it is done. */
export function RetryRefund({ rentalId, title, onDone }: Props) {
  const { t } = useTranslation('librarian')
  const client = useApolloClient()
  const { pressed, press } = usePress(async () => {
    const paymentId = await paymentOf(client, rentalId)
    if (paymentId === undefined) return [{ code: 'PAYMENT_NOT_FOUND' }]
    const { data } = await client.mutate({ mutation: RefundOnceMoreDocument, variables: { input: { paymentId } } })
    const errors = refusalsOf(data?.retryRefund)
    if (errors.length === 0) onDone?.()
    return errors
  })
  const isOver = pressed.kind === 'sending' || pressed.kind === 'done'
  return (
    <Stack gap={4} align="flex-start">
      <Text size="sm" c="red.9" miw="12rem" maw="24rem">
        {t('refunding.failed')}
      </Text>
      <Button
        size="xs"
        color="red.9"
        variant="outline"
        aria-disabled={isOver}
        data-disabled={isOver || undefined}
        aria-label={t('refunding.retryWhat', { title })}
        onClick={() => !isOver && void press()}
      >
        {t('refunding.retry')}
      </Button>
      <PressedLine pressed={pressed} done={t('refunding.retried')} />
    </Stack>
  )
}

/** Gives a charged payment back as goodwill. It cannot be taken back, so it is asked for once more. */
export function GoodwillRefund({ title, fee, paymentId, onDone }: Omit<Props, 'rentalId'> & GoodwillProps) {
  const { t } = useTranslation('librarian')
  const client = useApolloClient()
  const [isAsked, question] = useDisclosure()
  const { pressed, press } = usePress(async () => {
    const { data } = await client.mutate({ mutation: RefundAsGoodwillDocument, variables: { input: { paymentId } } })
    const errors = refusalsOf(data?.refundPayment)
    if (errors.length === 0) onDone?.()
    return errors
  })
  const isOver = pressed.kind === 'sending' || pressed.kind === 'done'
  return (
    <Group gap="sm">
      <Button
        variant="default"
        aria-disabled={isOver}
        data-disabled={isOver || undefined}
        onClick={() => !isOver && question.open()}
      >
        {t('refunding.goodwill', { fee })}
      </Button>
      <PressedLine pressed={pressed} done={t('refunding.underWay')} />
      <Dialog isOpen={isAsked} title={t('refunding.goodwillTitle')} onClose={question.close}>
        <Text>{t('refunding.goodwillAsk', { title, fee })}</Text>
        <Choice
          label={t('refunding.goodwillDo')}
          onClose={question.close}
          onConfirm={() => {
            question.close()
            void press()
          }}
        />
      </Dialog>
    </Group>
  )
}

interface GoodwillProps {
  readonly paymentId: string
  /** As it is written. */
  readonly fee: string
}

/** The list does not know it: only who presses needs it. */
async function paymentOf(client: ApolloClient, rentalId: string): Promise<string | undefined> {
  const { data } = await client.query({
    query: RefundablePaymentDocument,
    variables: { id: rentalId },
    fetchPolicy: 'network-only',
  })
  return data?.rental?.payment?.id
}

function refusalsOf(payload: { readonly userErrors: readonly { readonly code: UserErrorCode }[] } | undefined) {
  return payload?.userErrors ?? [{ code: 'PAYMENT_NOT_FOUND' as const }]
}
