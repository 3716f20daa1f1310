import type { ApolloClient } from '@apollo/client'
import { useApolloClient } from '@apollo/client/react'
import { useCallback, useRef, useState } from 'react'
import { failureOf, type Failure } from '../api/client.ts'
import {
  ApproveRequestDocument,
  RefuseRequestDocument,
  type DecisionFragment,
  type RefusalReason,
  type UserErrorCode,
} from '../generated/librarian.ts'
import type { QueueRow } from './queue-order.ts'

export interface Refusing {
  readonly reasonCode: RefusalReason
  readonly note: string
}

export type Wish = { readonly decision: 'approved' } | ({ readonly decision: 'refused' } & Refusing)

export type DecisionState =
  | { readonly kind: 'open' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'decided'; readonly decision: Wish['decision']; readonly isRepeated: boolean }
  /** Somebody was faster, or the rental ended meanwhile. */
  | { readonly kind: 'refused'; readonly code: UserErrorCode; readonly request: DecisionFragment | undefined }
  /** No answer: it may have arrived or not. Pressed again it counts once. */
  | { readonly kind: 'unknown'; readonly failure: Failure }

const OPEN: DecisionState = { kind: 'open' }

/** Whether it can still be decided, as far as this page knows. */
export function isUndecided(row: Pick<QueueRow, 'status'>, { kind }: DecisionState): boolean {
  return row.status === 'PAID' && (kind === 'open' || kind === 'unknown')
}

type Decide = (row: Decidable, wish: Wish) => Promise<DecisionState>
type Decidable = Pick<QueueRow, 'rentalId' | 'rental'>

/** Whoever decides on hundreds asks more in a minute than one may; a share of it comes back within this time. */
const AFTER_TOO_MUCH_MS = 5_000
const AT_ONCE = 4

/**
 * The decisions of this page: each on what the librarian sees. Whoever decides on an older version is told, and changes
 * nothing. They are kept here, since a request that is scrolled out of sight is not in the document.
 */
export function useDecisions() {
  const client = useApolloClient()
  const [states, setStates] = useState<ReadonlyMap<string, DecisionState>>(new Map())
  const underWay = useRef(new Set<string>())

  const decide = useCallback<Decide>(
    async (row, wish) => {
      const { rentalId } = row
      const becomes = (state: DecisionState) => setStates((before) => new Map(before).set(rentalId, state))
      if (underWay.current.has(rentalId)) return { kind: 'sending' }
      underWay.current.add(rentalId)
      becomes({ kind: 'sending' })
      const state = await send(client, row, wish)
      underWay.current.delete(rentalId)
      becomes(state)
      return state
    },
    [client],
  )

  const decideAll = useCallback(
    async (rows: readonly Decidable[], wish: Wish, onDone: (row: Decidable, state: DecisionState) => void) => {
      const rest = rows.values()
      const work = async () => {
        for (const row of rest) {
          let state = await decide(row, wish)
          while (state.kind === 'unknown' && state.failure === 'RATE_LIMITED') {
            await new Promise((resolve) => setTimeout(resolve, AFTER_TOO_MUCH_MS))
            state = await decide(row, wish)
          }
          onDone(row, state)
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, work))
    },
    [decide],
  )

  const stateOf = useCallback((rentalId: string) => states.get(rentalId) ?? OPEN, [states])
  return { stateOf, decide, decideAll }
}

async function send(client: ApolloClient, { rentalId, rental }: Decidable, wish: Wish): Promise<DecisionState> {
  const seen = { rentalId, expectedVersion: rental?.request?.version ?? null }
  try {
    if (wish.decision === 'approved') {
      const { data } = await client.mutate({ mutation: ApproveRequestDocument, variables: { input: seen } })
      return stateAfter('approved', data?.approveRental)
    }
    const { reasonCode, note } = wish
    const input = { ...seen, reasonCode, note: note.trim() === '' ? null : note.trim() }
    const { data } = await client.mutate({ mutation: RefuseRequestDocument, variables: { input } })
    return stateAfter('refused', data?.refuseRental)
  } catch (error) {
    return { kind: 'unknown', failure: failureOf(error) }
  }
}

interface Answer {
  readonly request: DecisionFragment | null
  readonly alreadyDecided: boolean
  readonly userErrors: readonly { readonly code: UserErrorCode }[]
}

function stateAfter(decision: Wish['decision'], answer: Answer | undefined): DecisionState {
  if (answer === undefined) return { kind: 'unknown', failure: 'INTERNAL_SERVER_ERROR' }
  const [refusal] = answer.userErrors
  if (refusal !== undefined) return { kind: 'refused', code: refusal.code, request: answer.request ?? undefined }
  return { kind: 'decided', decision, isRepeated: answer.alreadyDecided }
}
