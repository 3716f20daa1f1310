import { z } from 'zod'
import { connectionOf, pageOf } from '@ebook/chassis/relay-connection'
import type { RequestContext } from '@ebook/chassis/request'
import type { QueryCatalogueArgs } from '../generated/resolvers.ts'
import type { View } from '../subscriptions/view.ts'
import { asOf } from './as-of.ts'
import { awaitWritten } from './await-written.ts'
import { titleNode } from './nodes.ts'

const Key = z.tuple([z.iso.datetime(), z.string()])

/** Public: who is not signed in may look at the shelves. */
export const catalogue = (view: View) => async (_: unknown, args: QueryCatalogueArgs, context: RequestContext) => {
  const page = pageOf(args, Key)
  await awaitWritten(view, context)
  return view.file.read.transaction().execute(async (tx) => {
    let newest = tx
      .selectFrom('catalogue_row')
      .selectAll()
      .orderBy('registered_date', 'desc')
      .orderBy('book_id', 'desc')
    const { after } = page
    if (after) {
      newest = newest.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('registered_date', 'book_id'), '<', tuple(after[0], after[1])),
      )
    }
    const { total } = await tx
      .selectFrom('catalogue_row')
      .select((select) => select.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    const { edges, ...rest } = connectionOf(
      await newest.limit(page.first + 1).execute(),
      page,
      (row) => [row.registered_date, row.book_id],
      total,
    )
    return {
      asOf: await asOf(tx),
      edges: edges.map(({ cursor, node }) => ({ cursor, node: titleNode(node) })),
      ...rest,
    }
  })
}
