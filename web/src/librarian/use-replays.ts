import { useApolloClient } from '@apollo/client/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { failureOf } from '../api/client.ts'
import { ReplayLetterDocument } from '../generated/librarian.ts'
import type { Pressed } from './use-press.ts'

const OPEN: Pressed = { kind: 'open' }

/** Hands dead letters to their services once more, each at most once at a time; a replay may be repeated without harm. */
export function useReplays() {
  const { t } = useTranslation()
  const client = useApolloClient()
  const [states, setStates] = useState<ReadonlyMap<string, Pressed>>(new Map())
  const become = (id: string, state: Pressed) => setStates((before) => new Map(before).set(id, state))

  /** Resolves to false when it is not known what became of it: the next would not fare better. */
  async function replay(id: string): Promise<boolean> {
    become(id, { kind: 'sending' })
    try {
      const { data } = await client.mutate({ mutation: ReplayLetterDocument, variables: { input: { id } } })
      const refusal = data?.replayDeadLetter.userErrors[0]
      become(
        id,
        refusal === undefined
          ? { kind: 'done' }
          : { kind: 'refused', words: `${t(`userError.${refusal.code}`)} ${refusal.message}` },
      )
      return true
    } catch (error) {
      become(id, { kind: 'refused', words: t(`failure.${failureOf(error)}`) })
      return false
    }
  }

  /** One after the other, the oldest first: a later event of a rental waits for its earlier ones. */
  async function replayAll(newestFirst: readonly string[]): Promise<void> {
    for (const id of newestFirst.toReversed()) if (!(await replay(id))) return
  }

  return { stateOf: (id: string) => states.get(id) ?? OPEN, replay, replayAll }
}
