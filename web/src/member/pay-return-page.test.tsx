import { screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { rentalRow } from '../testing/rental-row.ts'
import { show } from '../testing/show.tsx'
import { PayReturnPage } from './pay-return-page.tsx'
import { readPayReturn } from './pay-return.ts'

const action = { __typename: 'PaymentAction', url: 'https://bank.example/1', expiresAt: '2026-11-21T03:30:00.000Z' }
const paymentOf = (waits: boolean) => () => ({
  rental: {
    __typename: 'Rental',
    id: 'a',
    payment: { __typename: 'Payment', id: 'p', status: waits ? 'REQUESTED' : 'PAID', action: waits ? action : null },
  },
})
const completed = (code?: string) => () => ({
  completePayment: {
    __typename: 'CompletePaymentPayload',
    payment: { __typename: 'Payment', id: 'p', status: 'PAID', action: null },
    userErrors: code ? [{ __typename: 'UserError', code, message: '', field: null }] : [],
  },
})
const waiting = rentalRow('a', 1, { status: 'RENTED', paymentState: 'ACTION_REQUIRED', paidDate: null })

async function open(
  answers: NonNullable<Parameters<typeof show>[1]>['answers'],
  at = '/pay/return?rental=a&proof=p-1',
) {
  const shown = await show(<PayReturnPage />, { roles: ['MEMBER'], at, answers: { ...answers } })
  await waitFor(() => expect(shown.live.sockets).toHaveLength(1))
  shown.live.last.listener.onConnected()
  const sent = (name: string) => shown.asked.filter(({ operationName }) => operationName === name)
  return { ...shown, sent }
}

test('coming back from the payment page asks once what became of it, and shows how the rental stands, live', async () => {
  const { live, sent } = await open({ WhereToPay: paymentOf(true), CompleteMyPayment: completed() })
  live.tell(waiting)
  await screen.findByText(/Pay on the page of the payment provider/)
  await waitFor(() => expect(sent('CompleteMyPayment')).toHaveLength(1))
  expect(sent('CompleteMyPayment')[0]?.variables).toEqual({ input: { paymentId: 'p', proof: 'p-1' } })
  live.tell(rentalRow('a', 2, { status: 'PAID', paymentState: 'PAID' }))
  await screen.findByText(/You paid/)
  expect(sent('CompleteMyPayment')).toHaveLength(1)
})

test('what is paid already is not asked about again', async () => {
  const { live, sent } = await open({ WhereToPay: paymentOf(false) })
  live.tell(rentalRow('a', 2, { status: 'PAID', paymentState: 'PAID' }))
  await screen.findByText(/You paid/)
  await waitFor(() => expect(screen.queryByText('We are asking the payment provider…')).toBeNull())
  expect(sent('CompleteMyPayment')).toEqual([])
})

test('a proof that is refused is said, and the payment can still be made', async () => {
  const assign = vi.spyOn(window.location, 'assign').mockImplementation(() => undefined)
  const { live, user } = await open({
    WhereToPay: paymentOf(true),
    CompleteMyPayment: completed('PROOF_REFUSED'),
    PayMyRental: () => ({
      payRental: {
        __typename: 'PayRentalPayload',
        rental: {
          __typename: 'Rental',
          id: 'a',
          status: 'RENTED',
          paymentState: 'ACTION_REQUIRED',
          payUntil: '2026-11-21T03:30:00.000Z',
          retryAfter: null,
        },
        userErrors: [],
      },
    }),
  })
  live.tell(waiting)
  await screen.findByText(/The payment provider does not know of this/)
  await user.click(await screen.findByRole('button', { name: 'Go to payment' }))
  await waitFor(() => expect(assign).toHaveBeenCalledWith('https://bank.example/1'))
})

test('an address that says nothing, or something strange, is read', () => {
  expect(readPayReturn({})).toEqual({ rental: '' })
  expect(readPayReturn({ rental: 1, proof: 2, more: 3 })).toEqual({ rental: '1', proof: '2' })
  expect(readPayReturn({ rental: ['a'], proof: {} })).toEqual({ rental: '' })
})
