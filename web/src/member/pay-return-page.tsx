import { useApolloClient } from '@apollo/client/react'
import { Anchor, Skeleton, Stack, Text } from '@mantine/core'
import { Link, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CompleteMyPaymentDocument, WhereToPayDocument, type UserErrorCode } from '../generated/member.ts'
import { ForRole } from '../layout/for-role.tsx'
import { Page } from '../layout/page.tsx'
import { useMyRentals } from '../live/my-rentals.ts'
import { useFormats } from '../words/format.ts'
import type { PayReturn } from './pay-return.ts'
import { RentalActionsRow } from './rental-actions-row.tsx'
import { sentencesOf } from './sentences.ts'

/** Where the payment provider sends its members: how the rental stands, live, whatever the address says. */
export function PayReturnPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('payReturn.title')}>
      <ForRole role="MEMBER">
        <Returned {...useSearch({ from: '/pay/return' })} />
      </ForRole>
    </Page>
  )
}

function Returned({ rental: rentalId, proof }: PayReturn) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { rows } = useMyRentals()
  const { isAsking, refusal } = useComingBack(rentalId, proof)
  const row = rows.get(rentalId)
  return (
    <Stack align="flex-start">
      {refusal && <Text c="red.9">{t(`userError.${refusal}`)}</Text>}
      {isAsking && <Text c="gray.7">{t('payReturn.asking')}</Text>}
      {row ? (
        <>
          <Text fw={600}>{row.title}</Text>
          <Text role="status">{sentencesOf(row, t, formats).join(' ')}</Text>
          <RentalActionsRow row={row} onDone={() => undefined} />
        </>
      ) : (
        <Skeleton height={60} role="status" aria-label={t('site.loading')} />
      )}
      <Anchor component={Link} to="/rentals">
        {t('book.watch')}
      </Anchor>
    </Stack>
  )
}

/** Has the provider asked once what became of the payment. If it cannot be, the payment is looked at all the same. */
function useComingBack(rentalId: string, proof: string | undefined) {
  const client = useApolloClient()
  const [state, setState] = useState<{ isAsking: boolean; refusal?: UserErrorCode }>({ isAsking: true })
  const hasBegun = useRef(false)

  useEffect(() => {
    if (hasBegun.current) return
    hasBegun.current = true
    const complete = async () => {
      const variables = { id: rentalId }
      const { data } = await client.query({ query: WhereToPayDocument, variables, fetchPolicy: 'network-only' })
      const payment = data?.rental?.payment
      if (!payment?.action) return undefined
      const input = { paymentId: payment.id, proof: proof ?? null }
      const completed = await client.mutate({ mutation: CompleteMyPaymentDocument, variables: { input } })
      return completed.data?.completePayment.userErrors[0]?.code
    }
    void complete()
      .catch(() => undefined)
      .then((refusal) => setState({ isAsking: false, ...(refusal && { refusal }) }))
  }, [client, rentalId, proof])
  return state
}
