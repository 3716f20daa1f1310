import { z } from 'zod'
import { requireRole } from '@ebook/chassis/guard'
import { connectionOf, pageOf } from '@ebook/chassis/relay-connection'
import type { RequestContext } from '@ebook/chassis/request'
import type { DeadLetterDesk } from '../dead-letters/desk.ts'
import { letterNode } from '../dead-letters/node.ts'
import type { QueryDeadLettersArgs } from '../generated/resolvers.ts'

const Key = z.tuple([z.uuid()])

export const deadLetters =
  (desk: DeadLetterDesk) => async (_: unknown, args: QueryDeadLettersArgs, context: RequestContext) => {
    requireRole(context, 'ADMIN')
    const page = pageOf(args, Key)
    const wanted = { limit: page.first + 1, before: page.after?.[0], status: args.status ?? undefined }
    const { letters, total, unreachable } = await desk.collect(wanted, context.log)
    const { edges, ...rest } = connectionOf(letters, page, ({ id }) => [id], total)
    return { edges: edges.map(({ cursor, node }) => ({ cursor, node: letterNode(node) })), ...rest, unreachable }
  }
