import DataLoader from 'dataloader'
import type { Kysely } from 'kysely'
import type { Viewer } from '@ebook/chassis/identity'
import type { RequestContext } from '@ebook/chassis/request'
import type { BookView } from './book-view.ts'
import type { BookDatabase } from './database.ts'
import type { Licence } from './generated/resolvers.ts'
import { idOf } from './given-text.ts'
import { licenceView } from './licence-view.ts'
import { booksById } from './queries/books.ts'
import { openHoldsOfMember, readHoldViews, type HoldView } from './queries/holds.ts'
import { licencesOf } from './queries/licences.ts'
import { requestsByRental, type Visible } from './queries/rental-requests.ts'
import { readWaitFacts, type WaitFacts } from './queries/wait-facts.ts'
import type { RequestView } from './request-view.ts'

export interface Loaders {
  /** By id; undefined when there is none. */
  readonly book: DataLoader<string, BookView | undefined>
  /** By rental; undefined when there is none for the viewer to see. */
  readonly request: DataLoader<string, RequestView | undefined>
  /** By id; undefined when there is none for the viewer to see. */
  readonly hold: DataLoader<string, HoldView | undefined>
  /** By title; undefined when the viewer does not wait for it. */
  readonly myHold: DataLoader<string, HoldView | undefined>
  /** By title: what a guess stands on. */
  readonly wait: DataLoader<string, WaitFacts | undefined>
  /** By title; undefined to all but librarians. */
  readonly licences: DataLoader<string, Licence[] | undefined>
}

/** For one request: whatever it asks for at once is one statement, with ownership in it. */
export function createLoaders(db: Kysely<BookDatabase>, { viewer }: Pick<RequestContext, 'viewer'>): Loaders {
  const visible = visibleTo(viewer)
  const member = viewer?.roles.includes('MEMBER') ? viewer.sub : undefined
  const isLibrarian = visible === 'all'
  return {
    book: new DataLoader((ids) =>
      inOrder(
        ids,
        (wanted) => booksById(db, wanted),
        ({ id }) => id,
      ),
    ),
    request: new DataLoader((ids) =>
      inOrder(
        ids,
        async (wanted) => (visible === undefined ? [] : requestsByRental(db, wanted, visible)),
        ({ rentalId }) => rentalId,
      ),
    ),
    hold: new DataLoader((ids) =>
      inOrder(
        ids,
        async (wanted) => {
          const holds = visible === undefined ? [] : await readHoldViews(db, wanted)
          return holds.filter(({ userId }) => isLibrarian || userId === member)
        },
        ({ id }) => id,
      ),
    ),
    myHold: new DataLoader((bookIds) =>
      inOrder(
        bookIds,
        async (wanted) => (member === undefined ? [] : openHoldsOfMember(db, member, wanted)),
        ({ bookId }) => bookId,
      ),
    ),
    wait: new DataLoader(async (bookIds) => {
      const facts = await readWaitFacts(db, bookIds)
      return bookIds.map((bookId) => facts.get(bookId))
    }),
    licences: new DataLoader(async (bookIds) => {
      if (!isLibrarian) return bookIds.map(() => undefined)
      const byTitle = Map.groupBy(await licencesOf(db, bookIds), ({ book_id }) => book_id)
      return bookIds.map((bookId) => (byTitle.get(bookId) ?? []).map(licenceView))
    }),
  }
}

/** Undefined: nobody's. A token alone, without a role, shows nothing. */
function visibleTo(viewer: Viewer | undefined): Visible | undefined {
  if (viewer?.roles.includes('ADMIN')) return 'all'
  return viewer?.roles.includes('MEMBER') ? { userId: viewer.sub } : undefined
}

async function inOrder<Row>(
  ids: readonly string[],
  read: (ids: readonly string[]) => Promise<Row[]>,
  keyOf: (row: Row) => string,
): Promise<(Row | undefined)[]> {
  const wanted = ids.map((id) => idOf(id))
  const rows = new Map((await read(wanted.filter((id) => id !== undefined))).map((row) => [keyOf(row), row]))
  return wanted.map((id) => (id === undefined ? undefined : rows.get(id)))
}
