import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { RuleId } from '../rules.ts'
import { declared, expectAnew, expected, reshape, smallWorld, sourcesOf, type World } from '../testing/small-world.ts'
import { checkEvents } from './check-events.ts'

const PLACED = 'lib.shop.Placed.v1'
const CLOSED = 'lib.shop.Closed.v1'

/** Every finding as `severity rule coordinate file:line`. */
function found(change: (world: World) => void, before: (world: World) => void = () => undefined): string[] {
  const base = smallWorld()
  before(base)
  const head = structuredClone({ files: base.files, events: base.events })
  change(head)
  return checkEvents(sourcesOf(base, 'base'), sourcesOf(head, 'head')).map(
    ({ rule, severity, coordinate, subgraph, location }) =>
      `${severity} ${rule} ${coordinate} ${subgraph}${location === undefined ? '' : ` ${location.file}:${location.line}${location.rev === 'base' ? ' of base' : ''}`}`,
  )
}

const shop = (line: number) => `shop subgraphs/shop/events.ts:${line}`
const board = (line: number) => `board subgraphs/board/expected.ts:${line}`

interface Change {
  readonly name: string
  readonly before?: (world: World) => void
  readonly change: (world: World) => void
  readonly finds: readonly string[]
}

const changes: readonly Change[] = [
  { name: 'nothing', change: () => undefined, finds: [] },
  {
    name: 'a field that somebody reads is taken away',
    change: (world) => reshape(world, PLACED, { userId: undefined }),
    finds: [
      `error event-field-removed ${PLACED}#userId ${shop(3)} of base`,
      `error event-deployed-consumer-breaks ${PLACED}#userId mail subgraphs/mail/policy.ts:2 of base`,
    ],
  },
  {
    name: 'a field that nobody reads is taken away: promised all the same',
    change: (world) => reshape(world, PLACED, { orderId: undefined }),
    finds: [`error event-field-removed ${PLACED}#orderId ${shop(2)} of base`],
  },
  {
    name: 'a field that is read may be left out',
    change: (world) => reshape(world, PLACED, { price: z.int().nonnegative().optional() }),
    finds: [
      `error event-field-optional ${PLACED}#price ${shop(4)}`,
      `error event-deployed-consumer-breaks ${PLACED}#price ${board(2)} of base`,
    ],
  },
  {
    name: 'a field is of another type',
    change: (world) => reshape(world, CLOSED, { closedDate: z.int() }),
    finds: [`error event-field-type-changed ${CLOSED}#closedDate ${shop(6)}`],
  },
  {
    name: 'a field may be null',
    change: (world) => reshape(world, PLACED, { orderId: z.uuid().nullable() }),
    finds: [`error event-field-type-changed ${PLACED}#orderId ${shop(2)}`],
  },
  {
    name: 'a value is added, and a reader lists the values',
    change: (world) => reshape(world, CLOSED, { reason: z.enum(['DONE', 'CANCELED', 'LOST']) }),
    finds: [
      `warning event-value-added ${CLOSED}#reason ${shop(8)}`,
      `error event-deployed-consumer-breaks ${CLOSED}#reason ${board(1)} of base`,
    ],
  },
  {
    name: 'a value is added, and its reader takes any text',
    before: (world) => expectAnew(world, 'board', CLOSED, { reason: z.string() }),
    change: (world) => reshape(world, CLOSED, { reason: z.enum(['DONE', 'CANCELED', 'LOST']) }),
    finds: [`warning event-value-added ${CLOSED}#reason ${shop(8)}`],
  },
  {
    name: 'a value is never sent any more',
    change: (world) => reshape(world, CLOSED, { reason: z.enum(['DONE']) }),
    finds: [`notice event-promise-tightened ${CLOSED}#reason ${shop(8)}`],
  },
  {
    name: 'a number may be negative',
    change: (world) => reshape(world, PLACED, { price: z.int() }),
    finds: [`warning event-promise-loosened ${PLACED}#price ${shop(4)}`],
  },
  {
    name: 'two regular expressions',
    before: (world) => reshape(world, PLACED, { note: z.string().regex(/^a+$/).optional() }),
    change: (world) =>
      reshape(world, PLACED, {
        note: z
          .string()
          .regex(/^[ab]+$/)
          .optional(),
      }),
    finds: [`warning event-promise-loosened ${PLACED}#note ${shop(1)}`],
  },
  {
    name: 'a field is added',
    change: (world) => reshape(world, PLACED, { count: z.int() }),
    finds: [`notice event-field-added ${PLACED}#count ${shop(1)}`],
  },
  {
    name: 'a field is added and at once needed: yesterday’s messages do not have it',
    change: (world) => {
      reshape(world, PLACED, { count: z.int() })
      expectAnew(world, 'board', PLACED, { count: z.int() })
    },
    finds: [
      `notice event-field-added ${PLACED}#count ${shop(1)}`,
      `error event-misreads-yesterday ${PLACED}#count ${board(2)}`,
    ],
  },
  {
    name: 'a field is added and read where it is there',
    change: (world) => {
      reshape(world, PLACED, { count: z.int() })
      expectAnew(world, 'board', PLACED, { count: z.int().optional() })
    },
    finds: [`notice event-field-added ${PLACED}#count ${shop(1)}`],
  },
  {
    name: 'a consumer needs what is not promised',
    change: (world) => expectAnew(world, 'mail', PLACED, { address: z.string() }),
    finds: [`error event-misreads-yesterday ${PLACED}#address mail subgraphs/mail/policy.ts:4`],
  },
  {
    name: 'a consumer has long needed what is not promised: told once, as it stands',
    before: (world) => expectAnew(world, 'mail', PLACED, { note: z.string() }),
    change: () => undefined,
    finds: [`error event-expectation-unmet ${PLACED}#note mail subgraphs/mail/policy.ts:4`],
  },
  {
    name: 'an event is not published any more, and is read',
    change: (world) => {
      world.events.events = world.events.events.filter(({ type }) => type !== CLOSED)
    },
    finds: [`error event-unknown ${CLOSED} ${board(1)}`, `error event-type-removed ${CLOSED} ${shop(6)} of base`],
  },
  {
    name: 'an event and its readers are removed in one change',
    change: (world) => {
      world.events.events = world.events.events.filter(({ type }) => type !== CLOSED)
      world.events.expectations = world.events.expectations.filter(({ type }) => type !== CLOSED)
    },
    finds: [
      `error event-type-removed ${CLOSED} ${shop(6)} of base`,
      `notice event-consumer-removed ${CLOSED} ${board(1)} of base`,
    ],
  },
  {
    name: 'a second version beside the first, and somebody reads it',
    change: (world) => {
      world.events.events.push(declared('lib.shop.Closed.v2', { orderId: z.uuid(), why: z.string() }))
      world.events.expectations.push(expected('board', 'lib.shop.Closed.v2', { why: z.string() }))
    },
    finds: [
      `notice event-type-added lib.shop.Closed.v2 ${shop(1)}`,
      `notice event-consumer-added lib.shop.Closed.v2 ${board(1)}`,
    ],
  },
  {
    name: 'a version is skipped, and nobody reads it',
    change: (world) => world.events.events.push(declared('lib.shop.Closed.v3', { orderId: z.uuid() })),
    finds: [
      `error event-unread lib.shop.Closed.v3 ${shop(1)}`,
      `notice event-type-added lib.shop.Closed.v3 ${shop(1)}`,
      `warning event-version-skipped lib.shop.Closed.v3 ${shop(1)}`,
    ],
  },
  {
    name: 'nobody reads a new event, for a stated reason',
    change: (world) => world.events.events.push({ ...declared('lib.shop.Packed.v1', {}), unread: 'for audits' }),
    finds: [`notice event-type-added lib.shop.Packed.v1 ${shop(1)}`],
  },
  {
    name: 'the last reader leaves',
    change: (world) => {
      world.events.expectations = world.events.expectations.filter(({ type }) => type !== CLOSED)
    },
    finds: [`error event-unread ${CLOSED} ${shop(6)}`, `notice event-consumer-removed ${CLOSED} ${board(1)} of base`],
  },
  {
    name: 'a reason why nobody reads an event that is read',
    change: (world) => Object.assign(world.events.events[0] ?? {}, { unread: 'for audits' }),
    finds: [`warning event-unread-reason-stale ${PLACED} ${shop(1)}`],
  },
  {
    name: 'a consumer reads what nobody publishes',
    change: (world) => world.events.expectations.push(expected('mail', 'lib.shop.Lost.v1', {})),
    finds: [
      'error event-unknown lib.shop.Lost.v1 mail subgraphs/mail/policy.ts:1',
      'notice event-consumer-added lib.shop.Lost.v1 mail subgraphs/mail/policy.ts:1',
    ],
  },
  {
    name: 'another owner and another aggregate',
    change: (world) => Object.assign(world.events.events[0] ?? {}, { owner: 'board', aggregate: 'Board' }),
    finds: [
      `error event-owner-unclear ${PLACED} board subgraphs/shop/events.ts:1`,
      `error event-owner-changed ${PLACED} board subgraphs/shop/events.ts:1`,
      `error event-aggregate-changed ${PLACED} board subgraphs/shop/events.ts:1`,
    ],
  },
  {
    name: 'a column that no event decides',
    change: (world) => Object.assign(world.events.projections[0]?.columns ?? {}, { price: [] }),
    finds: ['error event-column-unfed BoardRow.price board subgraphs/board/schema.graphql:16'],
  },
  {
    name: 'a column that an event decides no more',
    change: (world) => Object.assign(world.events.projections[0]?.columns ?? {}, { status: [PLACED] }),
    finds: ['warning event-column-feed-lost BoardRow.status board subgraphs/board/schema.graphql:14'],
  },
  {
    name: 'a field of the read side without a column',
    change: ({ files }) => {
      files['subgraphs/board/schema.graphql'] += '\nextend type BoardRow {\n  "How fast."\n  speed: Int\n}\n'
    },
    finds: ['error event-field-unfed BoardRow.speed board subgraphs/board/schema.graphql:21'],
  },
]

describe('a change of events', () => {
  test.each(changes)('$name', ({ change, before, finds }) => expect(found(change, before)).toEqual(finds))

  test('says who reads what is broken, in a sentence', () => {
    const head = smallWorld()
    reshape(head, CLOSED, { reason: z.enum(['DONE', 'CANCELED', 'LOST']) })
    const messages = checkEvents(sourcesOf(smallWorld(), 'base'), sourcesOf(head, 'head')).map(({ message }) => message)
    expect(messages).toEqual([
      `reason of ${CLOSED} may be "LOST"; "DONE" | "CANCELED" was promised`,
      `board cannot read every ${CLOSED}: reason may be "LOST"; "DONE" | "CANCELED" is expected, by board as it is deployed now`,
    ])
  })

  test('without a snapshot in the base only the head is checked, and that is said', () => {
    const base = { ...sourcesOf(smallWorld(), 'v1'), eventContracts: undefined }
    const rules: RuleId[] = checkEvents(base, sourcesOf(smallWorld(), 'head')).map(({ rule }) => rule)
    expect(rules).toEqual(['event-base-unknown'])
  })
})
