import type { ReadCatalogue } from '@ebook/catalogue/read-catalogue'
import { sentenceOf } from '@ebook/catalogue/reason'
import type { Outcome } from '@ebook/catalogue/register-all'

export interface Report {
  readonly lines: readonly string[]
  /** What went wrong that is not the file's fault. */
  readonly failure: string | undefined
}

// A list that nobody reads hides the one below it.
const MOST_LISTED = 50

/** What the librarian is told: every refused row, what was registered if that can be read, and the sums. */
export function reportOf(read: ReadCatalogue, outcome: Outcome, seconds: number): Report {
  const refused = [...read.refused, ...outcome.refused].toSorted((a, b) => a.line - b.line)
  const registered = outcome.registered.toSorted((a, b) => a.line - b.line)
  const left = read.titles.length - registered.length - outcome.refused.length
  const lines = [
    ...(registered.length > MOST_LISTED
      ? []
      : registered.map(({ line, title }) => `line ${line}: registered: ${title}`)),
    ...refused.map(
      ({ line, title, reason }) => `line ${line}: refused: ${sentenceOf(reason)}${title ? ` (${title})` : ''}`,
    ),
    `${registered.length} registered, ${refused.length} refused${left > 0 ? `, ${left} left` : ''} in ${seconds.toFixed(1)} s`,
  ]
  if (outcome.failure === undefined) return { lines, failure: undefined }
  const failure = `Stopped: ${outcome.failure}\nWhen that is mended, run the same command again: nothing is registered twice.`
  return { lines, failure }
}
