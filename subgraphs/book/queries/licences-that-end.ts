import { GraphQLError } from 'graphql'
import type { Kysely } from 'kysely'
import type { BookDatabase } from '../database.ts'
import type { Licence } from '../generated/resolvers.ts'
import { licenceView } from '../licence-view.ts'
import { licencesOf } from './licences.ts'

/** A licence, and the title that it is of by its id. */
export interface TitledLicence {
  readonly bookId: string
  readonly licence: Licence
}

const MOST = 500

/** Throws BAD_USER_INPUT for a number that cannot be. */
export async function licencesThatEnd(db: Kysely<BookDatabase>, first: number): Promise<TitledLicence[]> {
  if (first < 1 || first > MOST) {
    throw new GraphQLError(`\`first\` is ${first}; expected 1 to ${MOST}.`, {
      extensions: { code: 'BAD_USER_INPUT', argumentName: 'first' },
    })
  }
  const ending = await db
    .selectFrom('licence')
    .select(['id', 'book_id'])
    .where('ended_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is not', null), eb('loans_left', 'is not', null)]))
    .orderBy('expires_at', (order) => order.asc().nullsLast())
    .orderBy('loans_left', (order) => order.asc().nullsLast())
    .orderBy('id')
    .limit(first)
    .execute()
  const known = await licencesOf(db, [...new Set(ending.map(({ book_id }) => book_id))])
  const byId = new Map(known.map((licence) => [licence.id, licence]))
  return ending.flatMap(({ id, book_id: bookId }) => {
    const licence = byId.get(id)
    return licence ? [{ bookId, licence: licenceView(licence) }] : []
  })
}
