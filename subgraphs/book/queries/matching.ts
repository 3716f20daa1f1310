import { sql, type RawBuilder } from 'kysely'
import type { BookFilterInput } from '../generated/resolvers.ts'
import { authorTag, languageTags } from '../listing.ts'
import type { Search } from '../search.ts'
import { wordsOf } from '../spelling.ts'

export type Condition = RawBuilder<boolean>

/** What of the catalogue is looked for. */
export interface Wanted {
  readonly search: Search | undefined
  readonly filter: BookFilterInput
}

/** Where it is looked for: only who wants a free seat needs the title itself. */
export function shelf({ filter }: Wanted): RawBuilder<unknown> {
  return filter.available === true ? sql`listing join title using (book_id)` : sql`listing`
}

export function all(...conditions: readonly (Condition | undefined)[]): Condition {
  const [first, ...others] = conditions.filter((condition) => condition !== undefined)
  return others.reduce((sofar, condition) => sql<boolean>`${sofar} and ${condition}`, first ?? sql<boolean>`true`)
}

/** A condition on `shelf`. */
export function matches({ search, filter }: Wanted): Condition {
  const { available, maxFee, language, author } = filter
  return all(
    search && found(search),
    available === true ? sql<boolean>`(title.seats_free > 0 or title.unlimited)` : undefined,
    maxFee == null ? undefined : sql<boolean>`listing.rental_fee <= ${maxFee}`,
    language?.trim() ? hasTag(languageTags(language.trim())[0] ?? '') : undefined,
    author?.trim() ? hasTag(authorTag(wordsOf(author))) : undefined,
  )
}

function hasTag(tag: string): Condition {
  return sql<boolean>`listing.tags @> ${[tag]}::text[]`
}

function found({ either }: Search): Condition {
  if (either.length === 0) return sql<boolean>`false`
  const alternatives = either.map(
    (patterns) => sql<boolean>`(${all(...patterns.map((pattern) => sql<boolean>`listing.spelled like ${pattern}`))})`,
  )
  return sql<boolean>`(${sql.join(alternatives, sql` or `)})`
}

/**
 * How well a title fits the words: 20 the title itself, 16 an author's name or the title's beginning, 12 the same but for
 * the blanks, 8 all of it in the title, 4 with words begun; and one for each time that it occurs in the title, to 3.
 */
export function fitness({ words, core }: Search): RawBuilder<number> {
  if (words.length === 0) return sql<number>`0`
  const [text, together] = [words.join(' '), words.join('')]
  const padded = sql`(' ' || listing.title_words || ' ')`
  const squeezed = sql`replace(listing.title_words, ' ', '')`
  const whole = all(...words.map((word) => sql<boolean>`position(${` ${word} `} in ${padded}) > 0`))
  const begun = all(...words.map((word) => sql<boolean>`position(${` ${word}`} in ${padded}) > 0`))
  return sql<number>`(case
      when listing.title_core = ${core} or listing.title_words = ${text} then 20
      when starts_with(listing.title_words || ' ', ${`${text} `}) then 16
      when listing.tags @> ${[authorTag(words)]}::text[] then 16
      when starts_with(${squeezed}, ${together}) then 12
      when ${whole} then 8
      when ${begun} then 4
      else 0
    end + least(3, (length(${squeezed}) - length(replace(${squeezed}, ${together}, ''))) / ${together.length}))`
}
