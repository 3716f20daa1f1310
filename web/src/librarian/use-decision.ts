import { useApolloClient } from '@apollo/client/react'
import { useRef, useState } from 'react'
import { failureOf, type Failure } from '../api/client.ts'
import {
  ApproveRequestDocument,
  RefuseRequestDocument,
  type DecisionFragment,
  type RefusalReason,
  type UserErrorCode,
} from '../generated/librarian.ts'
import type { QueueRow } from './waiting-requests.ts'

export interface Refusing {
  readonly reasonCode: RefusalReason
  readonly note: string
}

type Decision = 'approved' | 'refused'

export type DecisionState =
  | { readonly kind: 'open' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'decided'; readonly decision: Decision; readonly isRepeated: boolean }
  /** Somebody was faster, or the rental ended meanwhile. */
  | { readonly kind: 'refused'; readonly code: UserErrorCode; readonly request: DecisionFragment | undefined }
  /** No answer: it may have arrived or not. Pressed again it counts once. */
  | { readonly kind: 'unknown'; readonly failure: Failure }

/** One decision on what the librarian sees: whoever decides on an older version is told, and changes nothing. */
export function useDecision({ rentalId, rental }: Pick<QueueRow, 'rentalId' | 'rental'>) {
  const client = useApolloClient()
  const [state, setState] = useState<DecisionState>({ kind: 'open' })
  const underWay = useRef(false)
  const seen = { rentalId, expectedVersion: rental?.request?.version ?? null }

  async function decide(decision: Decision, send: () => Promise<Answer | undefined>): Promise<void> {
    if (underWay.current) return
    underWay.current = true
    setState({ kind: 'sending' })
    setState(
      await send().then(
        (answer) => stateAfter(decision, answer),
        (error: unknown) => ({ kind: 'unknown', failure: failureOf(error) }),
      ),
    )
    underWay.current = false
  }

  return {
    state,
    approve: () =>
      decide('approved', async () => {
        const { data } = await client.mutate({ mutation: ApproveRequestDocument, variables: { input: seen } })
        return data?.approveRental
      }),
    refuse: ({ reasonCode, note }: Refusing) =>
      decide('refused', async () => {
        const input = { ...seen, reasonCode, note: note.trim() === '' ? null : note.trim() }
        const { data } = await client.mutate({ mutation: RefuseRequestDocument, variables: { input } })
        return data?.refuseRental
      }),
  }
}

interface Answer {
  readonly request: DecisionFragment | null
  readonly alreadyDecided: boolean
  readonly userErrors: readonly { readonly code: UserErrorCode }[]
}

function stateAfter(decision: Decision, answer: Answer | undefined): DecisionState {
  if (answer === undefined) return { kind: 'unknown', failure: 'INTERNAL_SERVER_ERROR' }
  const [refusal] = answer.userErrors
  if (refusal !== undefined) return { kind: 'refused', code: refusal.code, request: answer.request ?? undefined }
  return { kind: 'decided', decision, isRepeated: answer.alreadyDecided }
}
