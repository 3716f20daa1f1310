import type { LetterFragment } from '../generated/librarian.ts'

export interface Cause {
  readonly key: string
  readonly consumer: string
  readonly eventType: string | null
  /** As the newest of them has it. */
  readonly error: string
  /** Newest first, as they were listed. */
  readonly letters: readonly LetterFragment[]
}

const OF_THIS_ONE = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+/gi

/** Letters that failed at the same place for the same reason, whatever ids and numbers the reason names. */
export function causesOf(letters: readonly LetterFragment[]): readonly Cause[] {
  const groups = Map.groupBy(letters, ({ consumer, eventType, error }) =>
    JSON.stringify([consumer, eventType, error.replaceAll(OF_THIS_ONE, '#')]),
  )
  return [...groups].flatMap(([key, group]) => {
    const [newest] = group
    if (newest === undefined) return []
    const { consumer, eventType, error } = newest
    return [{ key, consumer, eventType, error, letters: group }]
  })
}
