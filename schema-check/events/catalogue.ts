import { z } from 'zod'
import { JsonSchema } from './json-schema.ts'

/** The content type of JSON where nobody says which. */
export const UNSAID_JSON = 'JSON'

const Declared = z.object({
  type: z.string().regex(/^[A-Za-z][\w-]*(\.[\w-]+)+$/, {
    error: 'is no event type: expected names with dots between them, as com.example.orders.Placed.v1',
  }),
  /** The subgraph that publishes it. */
  owner: z.string(),
  /** Where its owner declares it, from the root of the repository. */
  file: z.string(),
  /** Whose life it belongs to: its versions order the events. */
  aggregate: z.string(),
  /** What happened, in a sentence. */
  about: z.string().optional(),
  /** Why it is published although nobody reads it. */
  unread: z.string().optional(),
  /** How it gets to its readers, where that is said. */
  transport: z
    .object({
      channel: z.string().optional(),
      contentType: z.string().optional(),
      server: z.string().optional(),
      parameters: z.string().optional(),
      correlation: z.string().optional(),
      bindings: z.string().optional(),
    })
    .optional(),
  data: JsonSchema,
})
/** One version of one event type, as its owner promises it. */
export type DeclaredEvent = z.infer<typeof Declared>

const Expectation = z.object({
  consumer: z.string(),
  type: z.string(),
  /** Where the consumer says so. */
  file: z.string(),
  /** Who publishes it is no part of this catalogue: then it is held to what was expected before. */
  sentElsewhere: z.boolean().optional(),
  /** By which it reads, where that is said: the same type may go by several. */
  channel: z.string().optional(),
  expects: JsonSchema,
})
/** What a consumer expects of the data of an event that it reads. */
export type Expectation = z.infer<typeof Expectation>

const Projection = z.object({
  /** The table of the read side. */
  name: z.string(),
  subgraph: z.string(),
  /** The GraphQL type that shows it. */
  graphqlType: z.string(),
  /** Columns that are given from elsewhere, each with where that is. */
  otherwise: z.record(z.string(), z.string()),
  /** For each column the events, or their fields as `type#field`, that decide what stands in it. */
  columns: z.record(z.string(), z.array(z.string())),
})
/** A table that is made of events, and which column comes from which. */
export type Projection = z.infer<typeof Projection>

export const EventCatalogue = z.object({
  format: z.literal(1),
  events: z.array(Declared),
  expectations: z.array(Expectation),
  projections: z.array(Projection),
})
/** All that subgraphs say to each other by events, generated and kept in git. */
export type EventCatalogue = z.infer<typeof EventCatalogue>

/** A snapshot that cannot be used; the message says which and what to do. */
export class UnusableSnapshot extends Error {
  override readonly name = 'UnusableSnapshot'
}

/** `name` is for the message: the file and the revision. Throws UnusableSnapshot. */
export function readCatalogue(text: string, name: string): EventCatalogue {
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new UnusableSnapshot(`${name} is no JSON (${String(error)}). Generate it anew and commit it.`)
  }
  const parsed = EventCatalogue.safeParse(json)
  if (parsed.success) return parsed.data
  const problem = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)[0]
  throw new UnusableSnapshot(
    `${name} is no event catalogue of this version (${problem}). Generate it anew and commit it.`,
  )
}

/** Always the same text for the same catalogue, whatever the order it was collected in. */
export function printCatalogue(catalogue: EventCatalogue): string {
  const by = (...keys: readonly string[]) => keys.join('\u0000')
  const sorted: EventCatalogue = {
    format: 1,
    events: catalogue.events.toSorted((a, b) => compare(by(a.type, a.owner), by(b.type, b.owner))),
    expectations: catalogue.expectations.toSorted((a, b) => compare(by(a.type, a.consumer), by(b.type, b.consumer))),
    projections: catalogue.projections.toSorted((a, b) => compare(a.name, b.name)),
  }
  return `${JSON.stringify(sorted, null, 2)}\n`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** `shop.orders.Placed.v1` in its parts. Without a number it is the first version. */
export function partsOf(type: string): {
  /** What stands before the name: one context, or more words of a domain. */
  readonly context: string
  readonly name: string
  readonly version: number
  /** It is built as library.context.Name.vN: then the context is who owns it. */
  readonly namesOwner: boolean
} {
  const words = type.split('.')
  const version = /^v([1-9]\d*)$/.exec(words.at(-1) ?? '')?.[1]
  if (version !== undefined) words.pop()
  const name = words.pop() ?? ''
  const namesOwner = version !== undefined && words.length === 2 && /^[A-Z]/.test(name)
  return {
    context: namesOwner ? (words[1] ?? '') : words.join('.'),
    name,
    version: Number(version ?? 1),
    namesOwner,
  }
}
