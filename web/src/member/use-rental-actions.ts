import type { TypedDocumentNode } from '@apollo/client'
import { useApolloClient } from '@apollo/client/react'
import { useRef, useState } from 'react'
import { failureOf, type Failure } from '../api/client.ts'
import {
  CancelMyRentalDocument,
  PayMyRentalDocument,
  ReturnMyRentalDocument,
  type PaymentState,
  type RentalOutcome,
  type UserErrorCode,
} from '../generated/member.ts'
import type { Action } from './rental-actions.ts'

export type Result =
  | { readonly kind: 'done'; readonly outcome: RentalOutcome | null; readonly paymentState: PaymentState | undefined }
  | { readonly kind: 'refused'; readonly code: UserErrorCode }
  | { readonly kind: 'failed'; readonly failure: Failure }

interface Payload {
  readonly outcome?: RentalOutcome | null
  readonly rental?: { readonly paymentState: PaymentState } | null
  readonly userErrors: readonly { readonly code: UserErrorCode }[]
}

/** Whether an action's result is said: that it was paid shows in the rental itself; what went wrong does not. */
export function isTold(action: Action, result: Result): boolean {
  return action !== 'pay' || result.kind !== 'done' || result.paymentState === 'DECLINED'
}

/** Pays, cancels and returns: each of a rental at most once at a time. All three may be repeated without harm. */
export function useRentalActions() {
  const client = useApolloClient()
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set())
  const underWay = useRef(new Set<string>())

  /** undefined when it is under way already. */
  async function act(action: Action, rentalId: string): Promise<Result | undefined> {
    if (underWay.current.has(rentalId)) return undefined
    underWay.current.add(rentalId)
    setBusy(new Set(underWay.current))
    try {
      return await send(action, rentalId)
    } finally {
      underWay.current.delete(rentalId)
      setBusy(new Set(underWay.current))
    }
  }

  async function send(action: Action, rentalId: string): Promise<Result> {
    const variables = { input: { rentalId } }
    switch (action) {
      case 'pay':
        return mutate(PayMyRentalDocument, variables, ({ payRental }) => payRental)
      case 'cancel':
        return mutate(CancelMyRentalDocument, variables, ({ cancelRental }) => cancelRental)
      case 'return':
        return mutate(ReturnMyRentalDocument, variables, ({ returnRental }) => returnRental)
    }
  }

  async function mutate<Data>(
    mutation: TypedDocumentNode<Data, { input: { rentalId: string } }>,
    variables: { input: { rentalId: string } },
    payloadOf: (data: Data) => Payload,
  ): Promise<Result> {
    try {
      const { data } = await client.mutate({ mutation, variables })
      if (!data) return { kind: 'failed', failure: 'INTERNAL_SERVER_ERROR' }
      const { outcome = null, rental, userErrors } = payloadOf(data as Data)
      const code = userErrors[0]?.code
      return code === undefined
        ? { kind: 'done', outcome, paymentState: rental?.paymentState }
        : { kind: 'refused', code }
    } catch (error) {
      return { kind: 'failed', failure: failureOf(error) }
    }
  }

  return { busy, act }
}
