import type { ApolloClient } from '@apollo/client'
import { useApolloClient } from '@apollo/client/react'
import { useCallback, useRef, useState } from 'react'
import { failureOf, type Failure } from '../api/client.ts'
import {
  ApproveRequestDocument,
  DecideManyDocument,
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
  /** Sent in a moment, if it is not taken back before. */
  | { readonly kind: 'held' }
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

type Decidable = Pick<QueueRow, 'rentalId' | 'rental'>
type States = ReadonlyMap<string, DecisionState>

/** Whoever decides on hundreds asks more in a minute than one may; a share of it comes back within this time. */
const AFTER_TOO_MUCH_MS = 5_000
/** Each is a transaction of its own at the library's: so many have an answer within a breath. */
const AT_ONCE = 25

/**
 * The decisions of this page: each on what the librarian sees. Whoever decides on an older version is told, and changes
 * nothing. They are kept here, since a request that is scrolled out of sight is not in the document.
 */
export function useDecisions() {
  const client = useApolloClient()
  const [states, setStates] = useState<States>(new Map())
  const underWay = useRef(new Set<string>())

  /** Returns the states of those that were not under way already. */
  const decideTogether = useCallback(
    async (rows: readonly Decidable[], wish: Wish): Promise<States> => {
      const free = rows.filter(({ rentalId }) => !underWay.current.has(rentalId))
      const become = (after: States) => setStates((before) => new Map([...before, ...after]))
      for (const { rentalId } of free) underWay.current.add(rentalId)
      become(allOf(free, { kind: 'sending' }))
      const after = await send(client, free, wish)
      for (const { rentalId } of free) underWay.current.delete(rentalId)
      become(after)
      return after
    },
    [client],
  )

  const decide = useCallback((row: Decidable, wish: Wish) => void decideTogether([row], wish), [decideTogether])

  const decideAll = useCallback(
    async (rows: readonly Decidable[], wish: Wish, onDone: (states: States) => void) => {
      for (let begin = 0; begin < rows.length; begin += AT_ONCE) {
        const some = rows.slice(begin, begin + AT_ONCE)
        let after = await decideTogether(some, wish)
        while ([...after.values()].some((state) => state.kind === 'unknown' && state.failure === 'RATE_LIMITED')) {
          await new Promise((resolve) => setTimeout(resolve, AFTER_TOO_MUCH_MS))
          after = await decideTogether(some, wish)
        }
        onDone(after)
      }
    },
    [decideTogether],
  )

  const stateOf = useCallback((rentalId: string) => states.get(rentalId) ?? OPEN, [states])
  return { stateOf, decide, decideAll }
}

const allOf = (rows: readonly Decidable[], state: DecisionState): States =>
  new Map(rows.map(({ rentalId }) => [rentalId, state]))

async function send(client: ApolloClient, rows: readonly Decidable[], wish: Wish): Promise<States> {
  const [row, ...others] = rows
  if (row === undefined) return new Map()
  try {
    if (others.length === 0) return allOf(rows, await sendOne(client, row, wish))
    const { data } = await client.mutate({
      mutation: DecideManyDocument,
      variables: { input: { decisions: rows.map((each) => ({ ...seenOf(each), ...decisionOf(wish) })) } },
    })
    const [refusal] = data?.decideRentals.userErrors ?? []
    if (refusal !== undefined) return allOf(rows, { kind: 'refused', code: refusal.code, request: undefined })
    const answers = new Map(data?.decideRentals.decided.map((answer) => [answer.rentalId, answer]))
    return new Map(rows.map(({ rentalId }) => [rentalId, stateAfter(wish.decision, answers.get(rentalId))]))
  } catch (error) {
    return allOf(rows, { kind: 'unknown', failure: failureOf(error) })
  }
}

async function sendOne(client: ApolloClient, row: Decidable, wish: Wish): Promise<DecisionState> {
  if (wish.decision === 'approved') {
    const { data } = await client.mutate({ mutation: ApproveRequestDocument, variables: { input: seenOf(row) } })
    return stateAfter('approved', data?.approveRental)
  }
  const input = { ...seenOf(row), ...wordsOf(wish) }
  const { data } = await client.mutate({ mutation: RefuseRequestDocument, variables: { input } })
  return stateAfter('refused', data?.refuseRental)
}

const seenOf = ({ rentalId, rental }: Decidable) => ({
  rentalId,
  expectedVersion: rental?.request?.version ?? null,
})

const wordsOf = ({ reasonCode, note }: Refusing) => ({
  reasonCode,
  note: note.trim() === '' ? null : note.trim(),
})

const decisionOf = (wish: Wish) =>
  wish.decision === 'approved'
    ? ({ decision: 'APPROVE' } as const)
    : ({ decision: 'REFUSE', ...wordsOf(wish) } as const)

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
