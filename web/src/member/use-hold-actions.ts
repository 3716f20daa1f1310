import type { TypedDocumentNode } from '@apollo/client'
import { useApolloClient } from '@apollo/client/react'
import { useRef, useState } from 'react'
import { failureOf, type Failure } from '../api/client.ts'
import {
  CancelMyHoldDocument,
  PlaceMyHoldDocument,
  ResumeMyHoldDocument,
  SuspendMyHoldDocument,
  type HoldOnShelfFragment,
  type UserErrorCode,
} from '../generated/member.ts'
import { intentFor, intentIsSettled } from './intent.ts'

export type HoldAction = 'suspend' | 'resume' | 'cancel'

export type HoldResult =
  | { readonly kind: 'done'; readonly hold: HoldOnShelfFragment }
  | { readonly kind: 'refused'; readonly code: UserErrorCode }
  /** No answer: it may have arrived or not. All may be repeated without harm. */
  | { readonly kind: 'failed'; readonly failure: Failure }

interface Payload {
  readonly hold: HoldOnShelfFragment | null
  readonly userErrors: readonly { readonly code: UserErrorCode }[]
}

/** Places, suspends, resumes and cancels a hold: one thing at a time. */
export function useHoldActions() {
  const client = useApolloClient()
  const [isBusy, setIsBusy] = useState(false)
  // Two presses can come before the button is drawn as busy.
  const underWay = useRef(false)

  /** undefined when something is under way already. */
  async function once(send: () => Promise<HoldResult>): Promise<HoldResult | undefined> {
    if (underWay.current) return undefined
    underWay.current = true
    setIsBusy(true)
    try {
      return await send()
    } finally {
      underWay.current = false
      setIsBusy(false)
    }
  }

  async function mutate<Data, Variables extends { input: object }>(
    mutation: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    payloadOf: (data: Data) => Payload,
  ): Promise<HoldResult> {
    try {
      const { data } = await client.mutate({ mutation, variables })
      if (!data) return { kind: 'failed', failure: 'INTERNAL_SERVER_ERROR' }
      const { hold, userErrors } = payloadOf(data as Data)
      const code = userErrors[0]?.code
      if (code !== undefined) return { kind: 'refused', code }
      return hold ? { kind: 'done', hold } : { kind: 'failed', failure: 'INTERNAL_SERVER_ERROR' }
    } catch (error) {
      return { kind: 'failed', failure: failureOf(error) }
    }
  }

  const place = (bookId: string) =>
    once(async () => {
      const input = { bookId, idempotencyKey: intentFor(`hold.${bookId}`).key }
      const result = await mutate(PlaceMyHoldDocument, { input }, ({ placeHold }) => placeHold)
      if (result.kind !== 'failed') intentIsSettled(`hold.${bookId}`)
      return result
    })

  const act = (action: HoldAction, holdId: string, until: string | null = null) =>
    once(async () => {
      switch (action) {
        case 'suspend':
          return mutate(SuspendMyHoldDocument, { input: { holdId, until } }, ({ suspendHold }) => suspendHold)
        case 'resume':
          return mutate(ResumeMyHoldDocument, { input: { holdId } }, ({ resumeHold }) => resumeHold)
        case 'cancel':
          return mutate(CancelMyHoldDocument, { input: { holdId } }, ({ cancelHold }) => cancelHold)
      }
    })

  return { isBusy, place, act }
}
