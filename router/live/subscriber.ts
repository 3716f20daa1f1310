import { setTimeout as delay } from 'node:timers/promises'
import type { GraphQLFormattedError } from 'graphql'
import { CannotCatchUp, catchUp } from './catch-up.ts'
import { ourFault, resyncRequired, viewUnavailable } from './failures.ts'
import { tellConsistency, type Frame } from './frame.ts'
import type { FrameListener, Group } from './group.ts'
import type { LiveParts } from './live-parts.ts'
import type { PayloadSink, RunningSubscription } from './payload-sink.ts'
import { isComparable, isWithin, type Place } from './place.ts'

export interface SubscriberSettings {
  readonly group: Group
  readonly sink: PayloadSink
  readonly begin: 'now' | 'snapshot' | Place
  readonly consistency: string | undefined
  /** Of a row that is there in part, the errors are told in `extensions`. */
  readonly errorsAside: boolean
  readonly onEnd: () => void
}

/** What may wait for a client that reads slowly: by number, and by length, which is what costs memory. */
const MOST_QUEUED = 1_000
const MOST_QUEUED_CHARACTERS = 1_000_000
/** Two replicas that have mended differently agree as soon as the stream has brought what they mended. */
const COMPARISONS = 20
const COMPARE_AGAIN_MS = 200

class Gone extends Error {
  override readonly name = 'Gone'
}

/**
 * One client's subscription. It first reads what it lacks, a snapshot or what it missed, while the group's frames are
 * held back; then it drops of these what the reading has covered, sends the rest, and is live. Its queue is bounded:
 * a client that reads too slowly is told so, with the cursor from which it can go on.
 */
export class Subscriber implements RunningSubscription, FrameListener {
  readonly #parts: LiveParts
  readonly #group: Group
  readonly #sink: PayloadSink
  readonly #onEnd: () => void
  readonly #errorsAside: boolean
  /** The group's frames while it catches up; undefined when it is live. */
  #held: Frame[] | undefined = []
  #heldTooMany = false
  /** As far as it has read by itself. The group may be behind that for a while. */
  #covered: Place | undefined
  #queue: Frame[] = []
  #queuedCharacters = 0
  #congested = false
  #roomed: (() => void) | undefined
  /** The last place that the client was told, or began from. */
  #told: Place | undefined
  #consistencyReached: boolean | undefined
  #ended = false
  #leaving: AbortController | undefined

  constructor(parts: LiveParts, { group, sink, begin, consistency, errorsAside, onEnd }: SubscriberSettings) {
    this.#parts = parts
    this.#group = group
    this.#sink = sink
    this.#onEnd = onEnd
    this.#errorsAside = errorsAside
    if (typeof begin === 'object') this.#told = begin
    group.join(this)
    this.#begin(begin, consistency).catch((error: unknown) => {
      parts.log.error({ err: error }, 'a subscription could not be told that it cannot begin')
      this.stop()
    })
  }

  deliver(frame: Frame): void {
    if (this.#held === undefined) this.#sendUncovered(frame)
    else if (this.#held.length < MOST_QUEUED) this.#held.push(frame)
    else {
      this.#heldTooMany = true
      this.#held = []
    }
  }

  fail(error: GraphQLFormattedError): void {
    if (this.#ended) return
    this.stop()
    this.#sink.fail([error])
  }

  resume(): void {
    this.#congested = false
    while (!this.#congested && !this.#ended) {
      const frame = this.#queue.shift()
      if (frame === undefined) break
      this.#queuedCharacters -= frame.json.length
      this.#write(frame)
    }
    if (!this.#congested) this.#roomed?.()
  }

  stop(): void {
    if (this.#ended) return
    this.#ended = true
    this.#queue = []
    this.#held = []
    this.#leaving?.abort(new Gone())
    this.#roomed?.()
    this.#group.leave(this)
    this.#onEnd()
  }

  async #begin(begin: 'now' | 'snapshot' | Place, consistency: string | undefined): Promise<void> {
    try {
      await this.#groupIsReady()
      const place = begin === 'now' && consistency === undefined ? undefined : await this.#readTo(begin, consistency)
      if (!this.#ended) this.#goLive(place)
    } catch (error) {
      if (this.#ended) return
      if (error instanceof CannotCatchUp) return this.fail(error.told)
      this.#parts.log.error({ err: error }, 'a subscription could not begin')
      this.fail(ourFault())
    }
  }

  async #groupIsReady(): Promise<void> {
    if (this.#group.place !== undefined) return
    const { subgraph } = this.#group.bound
    const timer = setTimeout(() => this.fail(viewUnavailable(subgraph, 'UNREACHABLE')), this.#parts.patienceMs)
    await this.#group.ready.finally(() => clearTimeout(timer))
  }

  /** Reads until it has what the group has, and what came meanwhile is held completely. */
  async #readTo(begin: 'now' | 'snapshot' | Place, consistency: string | undefined): Promise<Place> {
    const leaving = new AbortController()
    this.#leaving = leaving
    if (this.#ended) leaving.abort(new Gone())
    const { signal } = leaving
    const onFrame = (frame: Frame) => {
      this.#send(frame)
      return this.#room()
    }
    const onConsistency = (reached: boolean) => void (this.#consistencyReached ??= reached)
    const reading = { group: this.#group, signal, onFrame, onConsistency }
    let from = begin
    let token = consistency
    for (let comparisons = 0; ;) {
      this.#held = []
      this.#heldTooMany = false
      const notBefore = this.#placeOfGroup()
      const place = await catchUp(this.#parts, { ...reading, begin: from, notBefore, consistency: token })
      token = undefined
      // Two replicas can have mended differently for a moment: then sequences do not say what a frame contains.
      const agree = isComparable(place, this.#placeOfGroup())
      if (agree && !this.#heldTooMany) {
        this.#leaving = undefined
        return place
      }
      if (!agree) {
        comparisons += 1
        if (comparisons > COMPARISONS) throw new CannotCatchUp(this.#resync('VIEWS_DIFFER'))
        await delay(COMPARE_AGAIN_MS, undefined, { signal })
      }
      from = place
    }
  }

  #placeOfGroup(): Place {
    const { place } = this.#group
    if (place === undefined) throw new Error('the group is not ready')
    return place
  }

  #goLive(reached: Place | undefined): void {
    const held = this.#held ?? []
    this.#held = undefined
    this.#told = reached ?? this.#told ?? this.#group.place
    this.#covered = reached
    for (const frame of held) this.#sendUncovered(frame)
  }

  #sendUncovered(frame: Frame): void {
    if (this.#covered !== undefined) {
      if (isWithin(frame.place, this.#covered)) return
      this.#covered = undefined
    }
    this.#send(frame)
  }

  #send(frame: Frame): void {
    if (this.#ended) return
    if (!this.#congested && this.#queue.length === 0) return this.#write(frame)
    this.#queuedCharacters += frame.json.length
    if (this.#queue.length >= MOST_QUEUED || this.#queuedCharacters > MOST_QUEUED_CHARACTERS) {
      const { cursorAt } = this.#group
      return this.fail(this.#resync('SLOW_CLIENT', this.#told && cursorAt(this.#told)))
    }
    this.#queue.push(frame)
  }

  #write(frame: Frame): void {
    this.#told = frame.place
    let told = this.#errorsAside && frame.errorsAside !== undefined ? { ...frame, json: frame.errorsAside } : frame
    if (this.#consistencyReached !== undefined) {
      told = tellConsistency(frame, this.#consistencyReached)
      this.#consistencyReached = undefined
    }
    if (!this.#sink.push(told.json, told.cursor)) this.#congested = true
  }

  /** Fulfilled when nothing waits for the client. */
  #room(): Promise<void> {
    if (!this.#congested) return Promise.resolve()
    return new Promise((resolve) => {
      this.#roomed = () => {
        this.#roomed = undefined
        resolve()
      }
    })
  }

  #resync(reason: string, cursor?: string): GraphQLFormattedError {
    this.#parts.metrics.resyncs.inc({ reason })
    return resyncRequired(reason, cursor)
  }
}
