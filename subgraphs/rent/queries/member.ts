import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { connectionOf, pageOf, type Connection } from '@ebook/chassis/relay-connection'
import type { Member as MemberView, QueryMembersArgs } from '../generated/resolvers.ts'
import { isSubject } from '../member-subject.ts'
import { blocksAt, limitsOf, newMember } from '../member/state.ts'
import type { RentPorts } from '../ports.ts'
import { noteLook } from '../sql/look.ts'
import { readMembers, type ReadMember } from '../sql/member.ts'

const Key = z.tuple([z.string()])
const LONGEST_SEARCH = 255

/** Whoever has a subject is a member: of one who never asked for anything nothing is kept. */
export async function readMember(rent: RentPorts, userId: string): Promise<MemberView> {
  const [read] = await readMembers(rent.db, [userId])
  return viewOf(rent, read ?? { member: newMember(userId), openLoans: 0, now: new Date() })
}

/** A librarian sees a member, who is shown that they did. */
export async function lookAtMember(rent: RentPorts, userId: string, lookedBy: string): Promise<MemberView> {
  if (isSubject(userId)) await noteLook(rent.db, { id: randomUUID(), userId, lookedBy, kind: 'PAGE', reason: '' })
  return readMember(rent, userId)
}

/** Those who have asked for something once, or of whom a librarian keeps something, by their subject. */
export async function listMembers(rent: RentPorts, args: QueryMembersArgs): Promise<Connection<MemberView>> {
  const page = pageOf(args, Key)
  const search = (args.search ?? '').slice(0, LONGEST_SEARCH)
  const asked = rent.db
    .selectFrom('member')
    .$if(search !== '', (query) => query.where(sql<boolean>`strpos(lower(user_id), lower(${search})) > 0`))
    .$if(args.blocked != null, (query) => query.where(sql<boolean>`(${isBlocked}) = ${args.blocked ?? false}`))
  const [after] = page.after ?? []
  const rows = await asked
    .select('user_id')
    .$if(after !== undefined, (query) => query.where(sql<boolean>`user_id collate "C" > ${after}`))
    .orderBy(sql`user_id collate "C"`)
    .limit(page.first + 1)
    .execute()
  const { total } = await asked.select((eb) => eb.fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const userIds = rows.map(({ user_id }) => user_id)
  const byId = new Map((await readMembers(rent.db, userIds)).map((read) => [read.member.userId, viewOf(rent, read)]))
  return connectionOf(
    userIds.map((userId) => byId.get(userId)).filter((member) => member !== undefined),
    page,
    ({ id }) => [id],
    Number(total),
  )
}

const isBlocked = sql<boolean>`exists (
  select from jsonb_array_elements(blocks) block
  where block ->> 'until' is null or (block ->> 'until')::timestamptz > now())`

function viewOf(rent: RentPorts, { member, openLoans, now }: ReadMember): MemberView {
  return {
    id: member.userId,
    blocks: blocksAt(member, now).map(({ blockId, kinds, ...block }) => ({
      id: blockId,
      kinds: [...kinds],
      cause: block.cause ?? 'LIBRARIAN',
      ...block,
    })),
    category: member.category,
    limits: limitsOf(member, rent.settings.limits),
    openLoans,
    membershipUntil: member.membershipUntil,
    keepsHistory: member.keepsHistory,
  }
}
