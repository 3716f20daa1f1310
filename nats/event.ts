import { z } from 'zod'

/** The context that each kind of aggregate lives in: nobody else may count its versions. */
export type Owners = Readonly<Record<string, string>>

/**
 * The envelope: CloudEvents 1.0 in structured JSON mode, with extension attributes (lower case and digits only, as
 * the specification demands). `id` is also the `Nats-Msg-Id`. The relay adds `producer` and `pos` when it
 * publishes: `pos` is the dense position in the producer's outbox by which every consumer finds what it missed.
 */
const envelope = {
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.string().regex(/^\/subgraphs\/[a-z]+$/),
  type: z.string().regex(/^ebook\.[a-z]+\.[A-Z][A-Za-z]+\.v[1-9][0-9]*$/),
  subject: z.string().min(1),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  aggregatetype: z.string().regex(/^[A-Z][A-Za-z]*$/),
  aggregateversion: z.int().positive(),
  correlationid: z.string().min(1),
  causationid: z.string().min(1),
  actor: z.string().regex(/^(MEMBER:.+|ADMIN:.+|SYSTEM)$/),
  traceparent: z.string().optional(),
  /** It says less than it did: by whom it was said, and of whom, is not known any more (redact.ts). */
  redacted: z.literal(true).optional(),
  data: z.record(z.string(), z.unknown()),
}

export const DomainEvent = z.object(envelope)
/** An event as its producer's outbox keeps it: it has no position yet. */
export type DomainEvent = z.infer<typeof DomainEvent>

export const PublishedEvent = z.object({ ...envelope, producer: z.string().regex(/^[a-z]+$/), pos: z.int().positive() })
/** An event as it travels: with the producer and the dense position in its outbox. */
export type PublishedEvent = z.infer<typeof PublishedEvent>

export type AggregateType = DomainEvent['aggregatetype']

/** One event type of a publisher's language: its name, its version, whose life it belongs to, and its payload. */
export interface EventContract<Type extends string = string, Data extends z.ZodObject = z.ZodObject> {
  readonly type: Type
  readonly aggregate: AggregateType
  /** What it tells, in a sentence. */
  readonly about: string
  readonly data: Data
  /** Of an event that nobody reads: why it is said all the same. */
  readonly unread: string | undefined
}

export function contract<Type extends string, Data extends z.ZodObject>(
  type: Type,
  aggregate: AggregateType,
  about: string,
  data: Data,
  unread?: string,
): EventContract<Type, Data> {
  return { type, aggregate, about, data, unread }
}

/** The payload that a contract promises: `DataOf<typeof Paid>`. */
export type DataOf<C extends EventContract> = z.infer<C['data']>

/** What a domain event is to others: the contract's type, with data that keeps its promise. */
export function messageOf<C extends EventContract>({ type }: C, data: DataOf<C>): { type: string; data: object } {
  return { type, data }
}

/** Who wrote an event or sent a command, as the envelope spells it. */
export type Actor = `MEMBER:${string}` | `ADMIN:${string}` | 'SYSTEM'

const subjectSafe = /^[A-Za-z0-9_-]+$/

/** `ebook.<context>.<EventType>.v1.<aggregateId>`: the type, then the aggregate, so that one can filter by either. */
export function subjectOf(event: Pick<DomainEvent, 'type' | 'subject'>): string {
  if (!subjectSafe.test(event.subject))
    throw new Error(`the aggregate id "${event.subject}" cannot be part of a NATS subject`)
  return `${event.type}.${event.subject}`
}

/** The context, which is the producer's name, of an event type: `rent` of `ebook.rent.Rented.v1`. */
export function producerOf(type: string): string {
  const producer = type.split('.')[1]
  if (producer === undefined) throw new Error(`"${type}" is no event type: expected ebook.<context>.<Name>.v<n>`)
  return producer
}

/**
 * What an event says of its origin that `producer` cannot have said; undefined when all of it agrees. Type, source,
 * producer and aggregate name one context, and that is the one which the broker, or a service, says it came from.
 */
export function disagreementOf(event: PublishedEvent, producer: string, owners: Owners): string | undefined {
  const origins = {
    type: producerOf(event.type),
    source: event.source.slice('/subgraphs/'.length),
    producer: event.producer,
    aggregatetype: owners[event.aggregatetype] ?? 'nobody',
  }
  const [other] = Object.entries(origins).filter(([, context]) => context !== producer)
  return other && `its ${other[0]} is of ${other[1]}, and ${producer} sent it`
}
