/**
 * The subgraphs, and what those who run them have to know of each: processes, stack, router, schema and tools take names,
 * ports, databases, the broker's users and its durables from here. One more is one more entry, its own folder, and its
 * place in the deployment (docker-compose.yml, nats/nats-server.conf).
 */

/** Those that write: each has a database, an outbox, and a durable in the stream. */
const writing = {
  book: { port: 4001, owns: ['Book', 'Request', 'Hold'], hears: ['payment', 'rent'] },
  rent: { port: 4002, owns: ['Rental', 'Member'], hears: ['book', 'payment', 'promotion'] },
  payment: { port: 4003, owns: ['Payment'], hears: ['book', 'rent'] },
  promotion: { port: 4004, owns: ['Promotion', 'Spend'], hears: ['payment', 'rent'] },
  notice: { port: 4007, owns: [], hears: ['book', 'payment', 'promotion', 'rent'] },
} as const
/** Those that only read. */
const reading = { dashboard: { port: 4005 } } as const

export type WritingSubgraph = keyof typeof writing
export type Subgraph = WritingSubgraph | keyof typeof reading

export const WRITING_SUBGRAPHS: readonly WritingSubgraph[] = namesOf(writing)
export const SUBGRAPHS: readonly Subgraph[] = [...WRITING_SUBGRAPHS, ...namesOf(reading)]

/** Where each listens if nothing else is said. */
export const PORTS: Readonly<Record<Subgraph, number>> = eachOf({ ...writing, ...reading }, ({ port }) => port)

/** By which a database of one's own is given, instead of the embedded one: such as RENT_DATABASE_URL. */
export const databaseVariable = (name: WritingSubgraph): string => `${name.toUpperCase()}_DATABASE_URL`

/** Each durable, by its context, and the contexts whose events it hears: those of its policies. */
export const LISTENERS: Readonly<Record<WritingSubgraph, readonly WritingSubgraph[]>> = eachOf(
  writing,
  ({ hears }) => hears,
)

/** The context that each kind of aggregate lives in. */
export const OWNERS: Readonly<Record<string, WritingSubgraph>> = Object.fromEntries(
  WRITING_SUBGRAPHS.flatMap((name) => writing[name].owns.map((aggregate) => [aggregate, name])),
)

function namesOf<Name extends string>(record: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(record) as Name[]
}

function eachOf<Name extends string, Entry, Value>(
  entries: Readonly<Record<Name, Entry>>,
  valueOf: (entry: Entry) => Value,
): Record<Name, Value> {
  return byName(namesOf(entries), (name) => valueOf(entries[name]))
}

/** A value for each name. */
export function byName<Name extends string, Value>(
  names: readonly Name[],
  valueOf: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, Value>
}
