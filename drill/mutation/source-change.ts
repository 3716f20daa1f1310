import { z } from 'zod'

/** One change of one source file: `find` occurs in it exactly once. */
export interface SourceChange {
  /** From the root of the checkout. */
  readonly file: string
  readonly find: string
  readonly replace: string
}

/** A change does not fit the source that it is meant for, or EBOOK_MUTATION cannot be read. */
export class UnfitMutation extends Error {
  override readonly name = 'UnfitMutation'
}

const Changes = z.array(z.strictObject({ file: z.string(), find: z.string().min(1), replace: z.string() })).min(1)

/** The variable under which `mutate.ts` finds the changes. */
export const mutationEnvironment = (changes: readonly SourceChange[]): Record<'EBOOK_MUTATION', string> => ({
  EBOOK_MUTATION: JSON.stringify(changes),
})

/** Throws UnfitMutation: a process that was started to run with a bug must not run without it. */
export function mutationFromEnvironment(env: Readonly<Record<string, string | undefined>>): SourceChange[] {
  try {
    return Changes.parse(JSON.parse(env['EBOOK_MUTATION'] ?? ''))
  } catch (error) {
    throw new UnfitMutation('EBOOK_MUTATION is no list of {file, find, replace}', { cause: error })
  }
}

/** Throws UnfitMutation unless `find` occurs exactly once: a bug that is not there proves nothing. */
export function applyMutation(source: string, { file, find, replace }: SourceChange): string {
  const times = source.split(find).length - 1
  if (times !== 1) throw new UnfitMutation(`${file} has this ${times} times, expected once: ${find}`)
  return source.replace(find, () => replace)
}
