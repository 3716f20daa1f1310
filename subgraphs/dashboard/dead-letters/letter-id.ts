import { z } from 'zod'
import { WRITING_SUBGRAPHS, type WritingSubgraph } from '../../subgraphs.ts'

/** Who keeps dead letters: every context that reacts to events. The dashboard keeps what it cannot use as it is. */
export const KEEPERS = WRITING_SUBGRAPHS
export type Keeper = WritingSubgraph

const Uuid = z.uuid()

/** Says at which context a dead letter is kept: `rent:01a1fbf2-e916-7438-a628-5795728ceb4e`. */
export const letterId = (keeper: string, id: string): string => `${keeper}:${id}`

/** Undefined for what `letterId` has not made. */
export function readLetterId(text: string): { readonly keeper: Keeper; readonly id: string } | undefined {
  const [name, ...rest] = text.split(':')
  const keeper = KEEPERS.find((one) => one === name)
  const id = Uuid.safeParse(rest.join(':').toLowerCase()).data
  return keeper === undefined || id === undefined ? undefined : { keeper, id }
}
