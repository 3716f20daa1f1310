import DataLoader from 'dataloader'
import type { Kysely } from 'kysely'
import type { Viewer } from '@ebook/chassis/identity'
import type { RequestContext } from '@ebook/chassis/request'
import type { BookDatabase } from './database.ts'
import type { Book } from './generated/resolvers.ts'
import { idOf } from './given-text.ts'
import { booksById } from './queries/books.ts'
import { requestsByRental, type Visible } from './queries/rental-requests.ts'
import type { RequestView } from './request-view.ts'

export interface Loaders {
  /** By id; undefined when there is none. */
  readonly book: DataLoader<string, Book | undefined>
  /** By rental; undefined when there is none for the viewer to see. */
  readonly request: DataLoader<string, RequestView | undefined>
}

/** For one request: whatever it asks for at once is one statement, with ownership in it. */
export function createLoaders(db: Kysely<BookDatabase>, { viewer }: Pick<RequestContext, 'viewer'>): Loaders {
  const visible = visibleTo(viewer)
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
