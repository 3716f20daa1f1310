import type { GraphQLFormattedError } from 'graphql'
import type { Viewer } from '@ebook/chassis/identity'
import type { PayloadSink, RunningSubscription } from '../live/payload-sink.ts'
import type { LiveRequest, Subscriptions } from '../live/subscriptions.ts'

/** One subscription of the fake core, for the test to drive, and what its transport has told it. */
export class FakeSubscription implements RunningSubscription {
  readonly request: LiveRequest
  readonly sink: PayloadSink
  readonly renewals: Viewer[] = []
  resumed = 0
  stopped = false
  readonly #changed: () => void

  constructor(request: LiveRequest, sink: PayloadSink, changed: () => void) {
    this.request = request
    this.sink = sink
    this.#changed = changed
    request.onRenewal?.((viewer) => {
      this.renewals.push(viewer)
      changed()
    })
  }

  /** Sends one payload with a cursor as the core does; false when the connection is congested. */
  next(data: unknown, cursor = 'cursor'): boolean {
    return this.sink.push(JSON.stringify({ data, extensions: { cursor } }), cursor)
  }

  /** Sends one payload as it is. */
  nextPayload(payload: object): boolean {
    return this.sink.push(JSON.stringify(payload), 'cursor')
  }

  fail(...errors: GraphQLFormattedError[]): void {
    this.sink.fail(errors)
  }

  resume(): void {
    this.resumed += 1
    this.#changed()
  }

  stop(): void {
    this.stopped = true
    this.#changed()
  }
}

/** A core that sends what the test tells it to. */
export class FakeSubscriptions implements Subscriptions {
  readonly all: FakeSubscription[] = []
  /** Thrown at whoever subscribes, until it is unset. */
  refusal: Error | undefined
  stopped = false
  #watchers = new Set<() => void>()

  async subscribe(request: LiveRequest, sink: PayloadSink): Promise<RunningSubscription> {
    if (this.refusal !== undefined) throw this.refusal
    const subscription = new FakeSubscription(request, sink, () => this.#changed())
    this.all.push(subscription)
    this.#changed()
    return subscription
  }

  /** The subscription of this number, from 0, when it has come. */
  async nth(index: number): Promise<FakeSubscription> {
    await this.until(() => this.all.length > index)
    const subscription = this.all[index]
    if (subscription === undefined) throw new Error('it has not come')
    return subscription
  }

  /** Fulfilled when it holds; looked at whenever something was told. */
  until(holds: () => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => void (holds() && resolve())
    this.#watchers.add(look)
    look()
    return promise.finally(() => this.#watchers.delete(look))
  }

  async reload(): Promise<void> {
    throw new Error('a fake has no schema')
  }

  get count(): number {
    return this.all.filter(({ stopped }) => !stopped).length
  }

  async stop(): Promise<void> {
    this.stopped = true
  }

  #changed(): void {
    for (const watch of this.#watchers) watch()
  }
}
