import { z } from 'zod'

const Id = z.uuid().transform((id) => id.toLowerCase())

/** An id as clients write it, in the one spelling that rows, events and subjects have; undefined when it is none. */
export function idOf(given: string): string | undefined {
  return Id.safeParse(given).data
}
