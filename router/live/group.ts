import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import type { Viewer } from '@ebook/chassis/identity'
import { isSampled, tracing } from '@ebook/telemetry/tracing'
import type { Bound, LiveSchema } from '../federation/planned-subscription.ts'
import { atOnce } from './at-once.ts'
import { ourFault, refusedBy, schemaChanged, viewUnavailable } from './failures.ts'
import { frameOf, type Frame } from './frame.ts'
import type { LiveParts } from './live-parts.ts'
import type { Place } from './place.ts'
import { triedApart } from './tried-apart.ts'
import type { Mark, Refused, Row } from './upstream.ts'

/** One client in a group. */
export interface FrameListener {
  deliver(frame: Frame): void
  /** The group can go on for nobody. */
  fail(error: GraphQLFormattedError): void
}

export interface GroupSettings {
  readonly text: string
  readonly operationName: string | undefined
  readonly variables: Readonly<Record<string, unknown>>
  readonly bound: Bound
  readonly viewer: Viewer
  readonly cursorAt: (place: Place) => string
  readonly onClosed: () => void
}

interface Arrived {
  readonly row: Row
  readonly bound: Bound
}
type Item = Arrived | { readonly mark: Mark }

/** Rows that wait for their hydration. When there are more, upstream is let go, and taken up again behind the last of them. */
const MOST_WAITING = 1_000
/** Entities whose last sent version is remembered. In a plain Map: lru-cache takes 220 kB for as many beforehand. */
const MOST_VERSIONS = 10_000
/** How often its connection may be lost right after it was sent, until it is suspected of having ended it. */
const MOST_UNANSWERED = 2
const FIRST_RETRY_MS = 50
const SLOWEST_RETRY_MS = 2_000
/** How often a subgraph that answers may refuse what it had accepted before, until the clients are told. */
const MOST_REFUSALS = 8

/**
 * Everybody who asks for the same with the same rights: one upstream operation, and per event one hydration and one
 * JSON. Rows are told in their order, and of one entity hydrated one after the other, since a hydration reads what is true
 * now, and a later row's answer must not be overtaken by an earlier one's. A lost upstream operation is taken up again
 * behind the last row that came in, at whichever replica answers, so that the members notice nothing.
 */
export class Group {
  readonly #parts: LiveParts
  readonly #settings: GroupSettings
  readonly #members = new Set<FrameListener>()
  readonly #waiting: Item[] = []
  readonly #versions = new Map<string, number>()
  readonly #ready = Promise.withResolvers<void>()
  #bound: Bound
  #viewer: Viewer
  #received: Place | undefined
  #place: Place | undefined
  #leaveUpstream: (() => void) | undefined
  #retry: NodeJS.Timeout | undefined
  #attempts = 0
  #refusals = 0
  #unanswered = 0
  readonly #gone = new AbortController()
  #pumping = false
  #letGo = false
  #closed = false

  constructor(parts: LiveParts, settings: GroupSettings) {
    this.#parts = parts
    this.#settings = settings
    this.#bound = settings.bound
    this.#viewer = settings.viewer
    parts.metrics.groups.inc()
    if (parts.suspects.has(settings.bound)) this.#unanswered = MOST_UNANSWERED
    this.#open()
  }

  /** What it asks for, by the schema of now. */
  get bound(): Bound {
    return this.#bound
  }

  /** Of the tokens that its members came with, the one that lasts longest: they all give the same rights. */
  get viewer(): Viewer {
    return this.#viewer
  }

  get cursorAt(): (place: Place) => string {
    return this.#settings.cursorAt
  }

  /** The place behind the last row that was delivered; undefined until `ready`. */
  get place(): Place | undefined {
    return this.#place
  }

  /** Fulfilled when every change from now on will be delivered. */
  get ready(): Promise<void> {
    return this.#ready.promise
  }

  join(member: FrameListener): void {
    this.#members.add(member)
  }

  /** The group ends with its last member. */
  leave(member: FrameListener): void {
    this.#members.delete(member)
    if (this.#members.size === 0) this.#close()
  }

  /** A member has another token of the same scope. */
  renew(viewer: Viewer): void {
    if (viewer.expiresAt > this.#viewer.expiresAt) this.#viewer = viewer
  }

  /** Goes on under a new schema, or ends for all its members, naming why. */
  async rebind(schema: LiveSchema): Promise<void> {
    const { text, operationName, variables } = this.#settings
    const old = this.#bound
    try {
      const prepared = await schema.prepare({ text, operationName })
      this.#bound = prepared.bind(variables)
    } catch (error) {
      // Only what validation says is for clients; a planner's words are not.
      if (!(error instanceof GraphQLError))
        this.#parts.log.error({ err: error }, 'an operation cannot be planned any more')
      this.#fail(schemaChanged(error instanceof GraphQLError ? error.message : 'it cannot be planned.'))
      return
    }
    const { subgraph, upstream } = this.#bound
    if (this.#closed) return
    if (subgraph === old.subgraph && JSON.stringify(upstream) === JSON.stringify(old.upstream)) return
    this.#splice('reloaded')
  }

  #open(): void {
    if (this.#closed) return
    if (this.#unanswered >= MOST_UNANSWERED) return this.#tryApart()
    const { upstream, newIdentifiers } = this.#parts
    const bound = this.#bound
    const { token } = this.#viewer
    this.#leaveUpstream = upstream(bound.subgraph).subscribe(
      { ...bound.upstream, token, ...newIdentifiers(), live: { begin: this.#received ?? 'now' } },
      {
        row: (row) => {
          this.#parts.metrics.events.inc()
          this.#received = row.place
          this.#take({ row, bound })
        },
        mark: (mark) => {
          this.#received = mark.place
          this.#take({ mark })
        },
        refused: (why) => this.#refused(why, token),
        lost: (unanswered) => {
          if (unanswered) this.#unanswered += 1
          this.#again('lost')
        },
        completed: () => this.#again('completed'),
      },
    )
  }

  /**
   * Everybody's operations were lost with its last connections, and it may be why. Tried alone, the innocent are found out
   * at once and go on with the others; the one that is not is ended, and sent no more.
   */
  #tryApart(): void {
    const { apart, suspects, log } = this.#parts
    const { sub, token } = this.#viewer
    const bound = this.#bound
    const tried = apart.take(sub, this.#gone.signal, () => triedApart(this.#parts, bound, token))
    const told = tried.then((outcome) => {
      if (this.#closed) return
      if (outcome === 'lost') return this.#again('lost')
      if (outcome === 'answered') {
        suspects.clear(bound)
        this.#unanswered = 0
        return this.#open()
      }
      suspects.note(bound)
      log.warn({ subgraph: bound.subgraph, sub }, 'a live operation ends its connection wherever it is sent')
      const cursor = this.#place && this.cursorAt(this.#place)
      this.#fail(viewUnavailable(bound.subgraph, 'UNREACHABLE', cursor))
    })
    told.catch((error: unknown) => {
      if (this.#closed) return
      log.error({ err: error }, 'a live operation could not be tried apart')
      this.#fail(ourFault())
    })
  }

  #splice(why: string): void {
    this.#leaveUpstream?.()
    clearTimeout(this.#retry)
    this.#parts.metrics.splices.inc({ why })
    this.#open()
  }

  #again(why: string): void {
    if (this.#closed) return
    const longest = Math.min(FIRST_RETRY_MS * 2 ** this.#attempts, SLOWEST_RETRY_MS)
    this.#attempts += 1
    this.#retry = setTimeout(() => this.#splice(why), longest * (0.5 + Math.random() / 2))
  }

  #refused(why: Refused, token: string): void {
    if (this.#closed) return
    const { subgraph } = this.#bound
    if (why.code === 'RESYNC_REQUIRED') {
      this.#parts.metrics.resyncs.inc({ reason: why.reason ?? '' }, this.#members.size)
      this.#fail(refusedBy(subgraph, why))
      return
    }
    // The token of this operation has expired, and somebody has brought a newer one.
    if (why.code === 'UNAUTHENTICATED' && token !== this.#viewer.token) return this.#splice('renewed')
    if (why.code === 'VIEW_BEHIND') return this.#again('behind')
    const place = this.#place
    if (place === undefined) return this.#fail(refusedBy(subgraph, why))
    // It was accepted before: while the subgraph is being replaced, old and new answer in turns.
    this.#refusals += 1
    this.#parts.log.warn({ subgraph, ...why }, 'a live operation that had been accepted was refused')
    if (this.#refusals <= MOST_REFUSALS) return this.#again('refused')
    this.#fail(viewUnavailable(subgraph, 'UNREACHABLE', this.cursorAt(place)))
  }

  #take(item: Item): void {
    this.#attempts = 0
    this.#refusals = 0
    this.#unanswered = 0
    this.#waiting.push(item)
    if (this.#waiting.length > MOST_WAITING) {
      this.#leaveUpstream?.()
      this.#letGo = true
    }
    this.#pump().catch((error: unknown) => {
      this.#parts.log.error({ err: error }, 'a group of subscriptions failed')
      this.#fail(ourFault())
    })
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return
    this.#pumping = true
    for (let [item] = this.#waiting; item !== undefined && !this.#closed; [item] = this.#waiting) {
      if ('row' in item) await this.#deliver(this.#waiting.splice(0, atOnce(this.#rowsNext())) as Arrived[])
      else this.#reach(item.mark.place)
    }
    this.#pumping = false
    if (!this.#letGo) return
    this.#letGo = false
    this.#splice('crowded')
  }

  /** Up to the next mark. */
  *#rowsNext(): Iterable<Row> {
    for (const item of this.#waiting) {
      if (!('row' in item)) return
      yield item.row
    }
  }

  #reach(place: Place): void {
    this.#waiting.shift()
    this.#place = place
    this.#ready.resolve()
  }

  /** Rows of different entities. */
  async #deliver(arrived: readonly Arrived[]): Promise<void> {
    const frames = await Promise.all(arrived.map((one) => this.#frameOf(one)))
    for (const [index, { row }] of arrived.entries()) {
      const frame = frames[index]
      if (frame) for (const member of this.#members) member.deliver(frame)
      // Together with the delivery, so that whoever joins knows exactly what it will still get.
      this.#place = row.place
    }
  }

  /** In the trace of the event, whoever it was that first subscribed. Undefined when something later was told already. */
  async #frameOf({ row, bound }: Arrived): Promise<Frame | undefined> {
    if (this.#isStale(row)) {
      this.#parts.metrics.stale.inc()
      return undefined
    }
    const frame = () => frameOf(this.#parts, row, bound, this.#viewer, this.cursorAt)
    if (tracing === undefined) return frame()
    if (!isSampled(row.traceparent)) return tracing.outside(frame)
    const attributes = { 'ebook.subgraph': bound.subgraph, 'ebook.subscribers': this.#members.size }
    return tracing.within({ name: 'deliver', kind: 'producer', parent: row.traceparent, attributes }, frame)
  }

  #isStale({ key, version }: Row): boolean {
    const sent = this.#versions.get(key)
    if (sent !== undefined && version <= sent) return true
    this.#versions.delete(key)
    this.#versions.set(key, version)
    if (this.#versions.size > MOST_VERSIONS) this.#versions.delete(this.#versions.keys().next().value ?? '')
    return false
  }

  #fail(error: GraphQLFormattedError): void {
    const members = [...this.#members]
    this.#members.clear()
    this.#close()
    for (const member of members) member.fail(error)
  }

  #close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#gone.abort()
    clearTimeout(this.#retry)
    this.#leaveUpstream?.()
    this.#parts.metrics.groups.dec()
    this.#settings.onClosed()
  }
}
