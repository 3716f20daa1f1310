import { z } from 'zod'
import type { EventCatalogue } from '../events/catalogue.ts'
import { wireSchema } from '../events/json-schema.ts'
import type { Sources } from '../finding.ts'
import { subgraphSource } from '../subgraph/subgraph-source.ts'

/** The files of a small supergraph with two subgraphs: what a change changes. */
export interface World {
  files: Record<string, string>
  events: EventCatalogue
}

const shop = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@shareable"])

"What can be asked."
type Query {
  "One order."
  order("Its id." id: ID!): Order
}

"What can be done."
type Mutation {
  "Orders something."
  placeOrder("What." input: PlaceOrderInput!): PlaceOrderPayload!
}

"Something somebody wants."
type Order @key(fields: "id") {
  "Its id."
  id: ID!
  "What it costs."
  price: Int!
}

"What to order."
input PlaceOrderInput {
  "How many."
  count: Int!
}

"The outcome."
type PlaceOrderPayload {
  "The order; null when refused."
  order: Order
  "Why it was refused."
  userErrors: [UserError!]!
}

"An expected refusal."
type UserError {
  "In a sentence."
  message: String!
}
`

const board = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@shareable"])

"What can be asked."
type Query {
  "The board."
  board("How many." first: Int = 20): [BoardRow!]!
}

"A row of the board."
type BoardRow {
  "The order."
  orderId: ID!
  "Where it stands."
  status: String!
  "What it costs."
  price: Int
}
`

const placed = {
  orderId: z.uuid(),
  userId: z.string().min(1),
  price: z.int().nonnegative(),
  note: z.string().optional(),
}
const closed = { orderId: z.uuid(), reason: z.enum(['DONE', 'CANCELED']), closedDate: z.iso.datetime() }

/** Two subgraphs, two events that two consumers read, and a table that is made of them. */
export function smallWorld(): World {
  return {
    files: {
      'subgraphs/board/expected.ts':
        "  'lib.shop.Closed.v1': z.object({ reason: z.string() }),\n  'lib.shop.Placed.v1': z.object({ price }),\n",
      'subgraphs/board/schema.graphql': board,
      'subgraphs/mail/policy.ts':
        "const Expected = z.object({\n  userId: z.string(),\n})\non('lib.shop.Placed.v1', Expected)\n",
      'subgraphs/shop/events.ts':
        "contract('lib.shop.Placed.v1', {\n  orderId: z.uuid(),\n  userId: z.string(),\n  price: z.int(),\n})\n" +
        "contract('lib.shop.Closed.v1', {\n  orderId: z.uuid(),\n  reason: z.enum(),\n})\n",
      'subgraphs/shop/schema.graphql': shop,
    },
    events: {
      format: 1,
      events: [declared('lib.shop.Placed.v1', placed), declared('lib.shop.Closed.v1', closed)],
      expectations: [
        expected('mail', 'lib.shop.Placed.v1', { userId: z.string() }),
        expected('board', 'lib.shop.Placed.v1', { price: z.int() }),
        expected('board', 'lib.shop.Closed.v1', { reason: z.enum(['DONE', 'CANCELED']) }),
      ],
      projections: [
        {
          name: 'board_row',
          subgraph: 'board',
          graphqlType: 'BoardRow',
          otherwise: { order_id: 'the id of the order' },
          columns: {
            order_id: [],
            status: ['lib.shop.Placed.v1', 'lib.shop.Closed.v1#reason'],
            price: ['lib.shop.Placed.v1#price'],
          },
        },
      ],
    },
  }
}

export function declared(type: string, data: z.ZodRawShape): EventCatalogue['events'][number] {
  return {
    type,
    owner: 'shop',
    file: 'subgraphs/shop/events.ts',
    aggregate: 'Order',
    about: 'Something.',
    data: wireSchema(z.object(data)),
  }
}

export function expected(consumer: string, type: string, data: z.ZodRawShape): EventCatalogue['expectations'][number] {
  const file = consumer === 'board' ? 'subgraphs/board/expected.ts' : `subgraphs/${consumer}/policy.ts`
  return { consumer, type, file, expects: wireSchema(z.object(data)) }
}

/** As the reader of revisions would give it. */
export function sourcesOf({ files, events }: World, rev: string): Sources {
  const subgraphs = Object.entries(files).flatMap(([file, sdl]) =>
    file.endsWith('.graphql') ? [subgraphSource(file.split('/')[1] ?? '', file, sdl)] : [],
  )
  return {
    rev,
    subgraphs,
    operations: [],
    unread: [],
    eventContracts: structuredClone(events),
    read: (file) => files[file],
  }
}

/** The data of an event with other fields: undefined takes one away. */
export function reshape(world: World, type: string, fields: Readonly<Record<string, z.ZodType | undefined>>): void {
  const event = world.events.events.find((one) => one.type === type)
  if (event === undefined) throw new Error(`the small world has no ${type}`)
  event.data = reshaped(event.data, fields)
}

/** The same of what a consumer expects. */
export function expectAnew(
  world: World,
  consumer: string,
  type: string,
  fields: Readonly<Record<string, z.ZodType | undefined>>,
): void {
  const reader = world.events.expectations.find((one) => one.type === type && one.consumer === consumer)
  if (reader === undefined) throw new Error(`in the small world ${consumer} does not read ${type}`)
  reader.expects = reshaped(reader.expects, fields)
}

type Schema = EventCatalogue['events'][number]['data']

function reshaped(schema: Schema, fields: Readonly<Record<string, z.ZodType | undefined>>): Schema {
  const given = Object.entries(fields).flatMap(([name, field]) => (field === undefined ? [] : [[name, field] as const]))
  const fresh = wireSchema(z.object(Object.fromEntries(given)))
  const kept = Object.entries(schema.properties ?? {}).filter(([name]) => !Object.hasOwn(fields, name))
  const required = (schema.required ?? []).filter((name) => !Object.hasOwn(fields, name))
  return {
    ...schema,
    properties: { ...Object.fromEntries(kept), ...fresh.properties },
    required: [...required, ...(fresh.required ?? [])],
  }
}
