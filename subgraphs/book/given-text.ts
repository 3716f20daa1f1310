import { z } from 'zod'

const Id = z.uuid().transform((id) => id.toLowerCase())

/** An id as clients write it, in the one spelling that rows, events and subjects have; undefined when it is none. */
export function idOf(given: string): string | undefined {
  return Id.safeParse(given).data
}

/** Counted as people count, not in units of UTF-16. */
export function hasLength(text: string, least: number, most: number): boolean {
  const characters = [...text].length
  return characters >= least && characters <= most
}

/** PostgreSQL keeps no NUL, and nobody means any other control character; in `lines` they may mean these three. */
export function isPrintable(text: string, { lines = false } = {}): boolean {
  return !/\p{Cc}/u.test(lines ? text.replaceAll(/[\t\r\n]/g, '') : text)
}
