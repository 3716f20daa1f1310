import { describe, expect, test } from 'vitest'
import { given as givenDecider } from '@ebook/chassis/testing/given'
import { decide } from './decide.ts'
import type { MemberCommand, MemberEvent, MemberRefusal } from './language.ts'
import { barOf, blocksAt, evolve, limitsOf, newMember, type Member } from './state.ts'

const noon = new Date('2026-11-21T12:00:00.000Z')
const later = new Date('2026-12-21T12:00:00.000Z')
const blockId = '0199a000-0000-7000-8000-000000000001'
const given = (past?: readonly MemberEvent[]) =>
  givenDecider<MemberCommand, MemberEvent, Member, MemberRefusal>({ decide, evolve }, past)
const after = (past: readonly MemberEvent[]) => past.reduce<Member>(evolve, newMember('kim'))

const blockMember = {
  type: 'blockMember',
  userId: 'kim',
  blockId,
  kinds: ['RENEW', 'BORROW'],
  reason: 'The card was stolen',
  message: 'Please call us.',
  until: null,
  by: 'libby',
  now: noon,
} satisfies MemberCommand
const MemberBlocked: Extract<MemberEvent, { type: 'MemberBlocked' }> = {
  type: 'MemberBlocked',
  userId: 'kim',
  blockId,
  kinds: ['BORROW', 'RENEW'],
  reason: 'The card was stolen',
  message: 'Please call us.',
  until: null,
  blockedBy: 'libby',
  blockedDate: noon.toISOString(),
}
const defaults = { loans: 5, holds: 5 }
const reviseMember = {
  type: 'reviseMember',
  userId: 'kim',
  loanLimit: 2,
  holdLimit: undefined,
  membershipUntil: later,
  defaults,
} satisfies MemberCommand
const MemberRevised: MemberEvent = {
  type: 'MemberRevised',
  userId: 'kim',
  loanLimit: 2,
  holdLimit: null,
  membershipUntil: later,
  limits: { loans: 2, holds: 5 },
}

describe('the library’s rules about a member', () => {
  const blockByRule = {
    type: 'blockByRule',
    userId: 'kim',
    blockId,
    cause: 'MISSED_TURNS',
    kinds: ['HOLD'],
    reason: '3 copies',
    until: later,
    now: noon,
  } satisfies MemberCommand
  const byRule: Extract<MemberEvent, { type: 'MemberBlocked' }> = {
    ...{ type: 'MemberBlocked', userId: 'kim', blockId, kinds: ['HOLD'], cause: 'MISSED_TURNS', reason: '3 copies' },
    ...{ message: null, until: later.toISOString(), blockedBy: 'SYSTEM', blockedDate: noon.toISOString() },
  }

  test('M4 M6 block once for as long as the block holds, beside what librarians have set', () => {
    given().when(blockByRule).then(byRule)
    given([MemberBlocked]).when(blockByRule).then(byRule)
    given([byRule]).when(blockByRule).thenNothing()
    const debt = { cause: 'POINTS_DEBT', kinds: ['BORROW'], until: null } as const
    given([byRule])
      .when({ ...blockByRule, ...debt })
      .then({ ...byRule, ...debt })
    given([byRule])
      .when({ ...blockByRule, blockId: 'another', now: later })
      .then({ ...byRule, blockId: 'another', blockedDate: later.toISOString() })
    const fifty = Array.from({ length: 50 }, (_, n) => ({ ...MemberBlocked, blockId: `${n}` }))
    given(fifty).when(blockByRule).thenNothing()
  })

  test('M5 limits are those of the category, unless a librarian has set others', () => {
    const standards = { ...defaults, byCategory: { CHILD: { loans: 1 } } }
    const noteCategory = { type: 'noteCategory', userId: 'kim', category: 'CHILD', defaults: standards } as const
    const noted: MemberEvent = {
      ...{ type: 'CategoryNoted', userId: 'kim', category: 'CHILD', membershipUntil: null },
      limits: { loans: 1, holds: 5 },
    }
    given().when(noteCategory).then(noted)
    given([noted]).when(noteCategory).thenNothing()
    given([MemberRevised])
      .when(noteCategory)
      .then({ ...noted, membershipUntil: later, limits: { loans: 2, holds: 5 } })
    given([noted])
      .when({ ...reviseMember, loanLimit: null, defaults: standards })
      .thenState({ category: 'CHILD', membershipUntil: later })
    expect(limitsOf(after([noted]), standards)).toEqual({ loans: 1, holds: 5 })
    given()
      .when({ ...noteCategory, category: null })
      .thenNothing()
  })
})

describe('a librarian blocks a member', () => {
  test('M1 who is not known yet, too', () => {
    given().when(blockMember).then(MemberBlocked)
    given().when(blockMember).thenState({ userId: 'kim', loanLimit: null, membershipUntil: null })
  })

  test('M1 said twice, it is one block; for another reason it is another', () => {
    given([MemberBlocked])
      .when({ ...blockMember, blockId: 'another', kinds: ['BORROW', 'RENEW', 'BORROW'] })
      .thenNothing()
    given([MemberBlocked])
      .when({ ...blockMember, blockId: 'another', reason: 'Unpaid' })
      .then({ ...MemberBlocked, blockId: 'another', reason: 'Unpaid' })
  })

  test('M1 at most fifty times', () => {
    const fifty = Array.from({ length: 50 }, (_, n) => ({ ...MemberBlocked, blockId: `${n}`, reason: `${n}` }))
    given(fifty).when(blockMember).thenRefused({ code: 'TOO_MANY_BLOCKS', most: 50 })
  })

  test('M2 lifts a block once', () => {
    const lifted: MemberEvent = { type: 'MemberUnblocked', userId: 'kim', blockId }
    given([MemberBlocked]).when({ type: 'unblockMember', blockId }).then(lifted)
    given([MemberBlocked]).when({ type: 'unblockMember', blockId }).thenState({ blocks: [] })
    for (const past of [undefined, [MemberBlocked, lifted]]) {
      given(past).when({ type: 'unblockMember', blockId }).thenRefused({ code: 'BLOCK_NOT_FOUND' })
    }
  })

  test('M1 a block keeps from what it names, until its time is over', () => {
    const member = after([{ ...MemberBlocked, until: later.toISOString() }])
    expect(barOf(member, 'BORROW', noon)).toEqual({
      code: 'MEMBER_BLOCKED',
      message: 'Please call us.',
      until: later.toISOString(),
    })
    expect(barOf(member, 'HOLD', noon)).toBeUndefined()
    expect(barOf(member, 'BORROW', later)).toBeUndefined()
    expect(blocksAt(member, later)).toEqual([])
  })
})

describe('a librarian revises a member', () => {
  test('M3 limits and the end of the membership; what is not said stays, and what is so already is not said again', () => {
    given().when(reviseMember).then(MemberRevised)
    given([MemberRevised]).when(reviseMember).thenNothing()
    given([MemberRevised])
      .when({ ...reviseMember, loanLimit: null, membershipUntil: undefined })
      .then({ ...MemberRevised, loanLimit: null, limits: defaults })
    expect(limitsOf(newMember('kim'), defaults)).toEqual(defaults)
  })

  test('M3 nothing new from the end of the membership on', () => {
    const member = after([MemberRevised])
    expect(barOf(member, 'BORROW', noon)).toBeUndefined()
    for (const kind of ['BORROW', 'HOLD', 'RENEW'] as const) {
      expect(barOf(member, kind, later)).toEqual({ code: 'MEMBERSHIP_ENDED', at: later })
    }
  })
})

describe('a member wants to be forgotten', () => {
  const erase = { type: 'erase', pseudonym: 'anon:1', inTheWay: [] } as const
  const noteDebt = { type: 'noteDebt', userId: 'kim', points: 300, now: noon } as const
  const DebtNoted: MemberEvent = { type: 'DebtNoted', userId: 'kim', points: 300, since: noon }

  test('M8 unless something is in the way, all of which is named; who comes again is new', () => {
    given([MemberBlocked, MemberRevised]).when(erase).then({ type: 'MemberErased', pseudonym: 'anon:1' })
    given([MemberBlocked, MemberRevised]).when(erase).thenState(newMember('kim'))
    const inTheWay = [{ kind: 'POINTS_OWED', points: 300 }] as const
    given()
      .when({ ...erase, inTheWay })
      .thenRefused({ code: 'ERASURE_BLOCKED', inTheWay })
  })

  test('M8 what is owed is noted, until a librarian lifts the block for it', () => {
    given().when(noteDebt).then(DebtNoted)
    const byDebt = { ...MemberBlocked, cause: 'POINTS_DEBT' } as const
    given([DebtNoted, byDebt]).when({ type: 'unblockMember', blockId }).thenState({ owedPoints: 0, owedSince: null })
    given([DebtNoted, MemberBlocked]).when({ type: 'unblockMember', blockId }).thenState({ owedPoints: 300 })
  })
})
