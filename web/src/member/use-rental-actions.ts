import type { TypedDocumentNode } from '@apollo/client'
import { useApolloClient } from '@apollo/client/react'
import { useRef, useState } from 'react'
import { failureOf, type Failure } from '../api/client.ts'
import {
  CancelMyRentalDocument,
  PayMyRentalDocument,
  RenewMyRentalDocument,
  ReturnMyRentalDocument,
  type PaymentState,
  type RentalOutcome,
  type UserErrorCode,
} from '../generated/member.ts'
import type { RentalRow } from '../live/my-rentals.ts'
import { goToPay } from './go-to-pay.ts'
import type { Action } from './rental-actions.ts'

export type Result =
  | { readonly kind: 'done'; readonly outcome: RentalOutcome | null; readonly paymentState: PaymentState | undefined }
  | { readonly kind: 'refused'; readonly code: UserErrorCode }
  | { readonly kind: 'failed'; readonly failure: Failure }

export type Acted = Pick<RentalRow, 'rentalId' | 'dueAt'>

type Payable = Pick<RentalRow, 'paymentState' | 'rental'>

interface Payload {
  readonly outcome?: RentalOutcome | null
  readonly rental?: { readonly paymentState: PaymentState } | null
  readonly userErrors: readonly { readonly code: UserErrorCode }[]
}

/** The others are done with one press; what comes of it shows in the rental itself. */
export function isAskedFirst(action: Action, { paymentState, rental }: Payable): boolean {
  // Points that were too few yesterday may be too few today: how many is asked again.
  const isOfPoints = action === 'pay' && paymentState === 'DECLINED' && (rental?.pointsToUse ?? 0) > 0
  return action === 'cancel' || action === 'return' || isOfPoints
}

/** Whether an action's result is said: what went wrong does not show in the rental. */
export function isTold(action: Action, result: Result): boolean {
  const isQuestion = action === 'cancel' || action === 'return'
  return isQuestion || result.kind !== 'done' || result.paymentState === 'DECLINED'
}

/** Pays, cancels, returns and renews: each of a rental at most once at a time. All may be repeated without harm. */
export function useRentalActions() {
  const client = useApolloClient()
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set())
  const underWay = useRef(new Set<string>())

  /** undefined when it is under way already. */
  async function act(action: Action, { rentalId, dueAt }: Acted, pointsToUse?: number): Promise<Result | undefined> {
    if (underWay.current.has(rentalId)) return undefined
    underWay.current.add(rentalId)
    setBusy(new Set(underWay.current))
    try {
      return await send(action, rentalId, dueAt, pointsToUse)
    } finally {
      underWay.current.delete(rentalId)
      setBusy(new Set(underWay.current))
    }
  }

  async function send(
    action: Action,
    rentalId: string,
    dueAt: string | null,
    pointsToUse: number | undefined,
  ): Promise<Result> {
    const variables = { input: { rentalId } }
    switch (action) {
      case 'pay': {
        const input = { rentalId, ...(pointsToUse !== undefined && { pointsToUse }) }
        const paid = await mutate(PayMyRentalDocument, { input }, ({ payRental }) => payRental)
        if (paid.kind === 'done' && paid.paymentState === 'ACTION_REQUIRED') await goToPay(client, rentalId)
        return paid
      }
      case 'cancel':
        return mutate(CancelMyRentalDocument, variables, ({ cancelRental }) => cancelRental)
      case 'return':
        return mutate(ReturnMyRentalDocument, variables, ({ returnRental }) => returnRental)
      case 'renew': {
        // With the end that the member sees, two presses renew once.
        const input = { rentalId, expectedDueAt: dueAt }
        return mutate(RenewMyRentalDocument, { input }, ({ renewRental }) => renewRental)
      }
    }
  }

  async function mutate<Data, Variables extends { input: { rentalId: string } }>(
    mutation: TypedDocumentNode<Data, Variables>,
    variables: Variables,
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
