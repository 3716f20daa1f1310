import { useApolloClient } from '@apollo/client/react'
import { useRef, useState } from 'react'
import { failureOf, type Failure } from '../api/client.ts'
import { RentBookDocument, type RentBookMutation, type UserErrorCode } from '../generated/member.ts'
import { intentFor, intentIsSettled, type Wish } from './intent.ts'

export type RequestedRental = NonNullable<RentBookMutation['requestRental']['rental']>

export type RentState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending' }
  /** With a code: it is requested, and not paid for that reason. */
  | { readonly kind: 'requested'; readonly rental: RequestedRental; readonly code: UserErrorCode | undefined }
  | { readonly kind: 'refused'; readonly code: UserErrorCode }
  /** No answer: it may have arrived or not. */
  | { readonly kind: 'unknown'; readonly failure: Failure }

/** One press, one request: pressed again while it is under way, nothing happens; pressed after a lost answer, it is the same request. */
export function useRent(bookId: string, expectedFee: number) {
  const client = useApolloClient()
  const [state, setState] = useState<RentState>({ kind: 'idle' })
  // Two presses can come before the button is drawn as busy.
  const underWay = useRef(false)

  async function rent(wish: Wish): Promise<RentState> {
    if (underWay.current) return state
    underWay.current = true
    setState({ kind: 'sending' })
    const next = await send(wish)
    if (next.kind !== 'unknown') intentIsSettled(bookId)
    underWay.current = false
    setState(next)
    return next
  }

  async function send(wished: Wish): Promise<RentState> {
    try {
      // Of a request that may have arrived it is the same wish again.
      const { key, wish } = intentFor(bookId, wished)
      const { data, error } = await client.mutate({
        mutation: RentBookDocument,
        variables: { input: { bookId, idempotencyKey: key, expectedFee, ...wish } },
        // What was requested is shown even if another part of the answer is missing.
        errorPolicy: 'all',
      })
      const { rental, userErrors } = data?.requestRental ?? {}
      const code = userErrors?.[0]?.code
      if (rental) return { kind: 'requested', rental, code }
      return code === undefined ? { kind: 'unknown', failure: failureOf(error) } : { kind: 'refused', code }
    } catch (error) {
      return { kind: 'unknown', failure: failureOf(error) }
    }
  }

  return { state, rent }
}
