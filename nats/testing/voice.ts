import { randomUUID } from 'node:crypto'
import type { NatsConnection } from '../connection.ts'
import { subjectOf, type Actor, type EventContract, type PublishedEvent } from '../event.ts'

/**
 * Another subgraph's voice on the real broker, under its own user: dense positions, dense versions. `Said` is what the
 * subgraph under test hears, by type: the publishers' own, so that a policy with a misspelled one is found out.
 */
export abstract class Voice<Said extends { [Type in keyof Said]: object }> {
  /** What it may say. */
  protected abstract readonly contracts: readonly EventContract[]
  /** The field of the data by which events belong together; of an event without it, the aggregate's id. */
  protected abstract readonly correlatedBy: string
  readonly #nats: NatsConnection
  readonly #name: string
  readonly #actor: Actor
  readonly #versions = new Map<string, number>()
  #pos = 0

  constructor(nats: NatsConnection, name: string, actor: Actor = 'SYSTEM') {
    this.#nats = nats
    this.#name = name
    this.#actor = actor
  }

  /** An event with its version and position, not published yet. */
  prepare<Type extends keyof Said & string>(type: Type, aggregateId: string, data: Said[Type]): PublishedEvent {
    return this.prepareRaw(type, aggregateId, data)
  }

  /** As `prepare`, for what no honest producer would say. */
  prepareRaw(type: string, aggregateId: string, data: object): PublishedEvent {
    const version = (this.#versions.get(aggregateId) ?? 0) + 1
    this.#versions.set(aggregateId, version)
    this.#pos += 1
    const contract = this.contracts.find((one) => one.type === type)
    if (contract === undefined) throw new Error(`${type} is not among the contracts of this voice`)
    const given = data as Record<string, unknown>
    const together = given[this.correlatedBy]
    return {
      specversion: '1.0',
      id: randomUUID(),
      source: `/subgraphs/${this.#name}`,
      type,
      subject: aggregateId,
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      aggregatetype: contract.aggregate,
      aggregateversion: version,
      correlationid: typeof together === 'string' ? together : aggregateId,
      causationid: 'test',
      actor: this.#actor,
      data: given,
      producer: this.#name,
      pos: this.#pos,
    }
  }

  /** Without a message id, so that the broker's own window drops nothing. */
  async publish(event: PublishedEvent): Promise<void> {
    await this.#nats.jetstream().publish(subjectOf(event), JSON.stringify(event))
  }

  async say<Type extends keyof Said & string>(
    type: Type,
    aggregateId: string,
    data: Said[Type],
  ): Promise<PublishedEvent> {
    const event = this.prepare(type, aggregateId, data)
    await this.publish(event)
    return event
  }

  /** Announces the newest position, as a relay does once a second; by whatever clock. */
  announce(time = new Date()): void {
    const mark = { producer: this.#name, pos: this.#pos, time }
    this.#nats.publish(`watermark.${this.#name}`, JSON.stringify(mark))
  }
}
