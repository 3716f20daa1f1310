import type { Identity } from '@ebook/clients/caller'
import { LiveSubscription } from '@ebook/clients/live-subscription'
import type { Json } from '@ebook/clients/people'
import type { Circumstances } from './client.ts'

const LONGEST_PAUSE_MS = 400

/** A client of the live dashboard, which writes down every row that tells something new. */
export class Watcher {
  readonly #identity: Identity
  readonly #name: string
  readonly #circumstances: Circumstances
  readonly #live: LiveSubscription
  readonly #versions = new Map<string, number>()
  /** Of the rows since the last snapshot began: in it, each may come once more as it was. */
  #sinceSnapshot = new Set<string>()

  constructor(name: string, identity: Identity, circumstances: Circumstances) {
    this.#name = name
    this.#identity = identity
    this.#circumstances = circumstances
    const { entrance, random, recorder } = circumstances
    this.#live = new LiveSubscription(
      {
        url: () => entrance.url(),
        token: () => entrance.token(identity),
        variables: { snapshot: true },
        pauseMs: () => random.below(LONGEST_PAUSE_MS),
      },
      {
        beginsAnew: () => (this.#sinceSnapshot = new Set()),
        next: (payload) => this.#take(payload),
        // The server has ended the operation, as it may when it stops: the rest is as after a cut.
        complete: () => this.cut(),
        violation: (what) => recorder.record({ kind: 'violation', at: now(), subscription: name, what }),
      },
    )
    recorder.record({ kind: 'subscribed', at: now(), ...this.#whose })
  }

  connect(): Promise<void> {
    return this.#live.connect()
  }

  /** The connection breaks; it comes back. */
  cut(): void {
    this.#live.cut()
  }

  leave(): void {
    this.#live.leave()
  }

  get #whose() {
    const { sub: member, role } = this.#identity
    return { subscription: this.#name, member, admin: role === 'ADMIN' }
  }

  #take(payload: Json): void {
    const row = payload.data?.dashboardChanged
    if (!row) return
    const { rentalId, version, userId: owner } = row
    const again = !this.#sinceSnapshot.has(rentalId) && this.#versions.get(rentalId) === version
    this.#sinceSnapshot.add(rentalId)
    this.#versions.set(rentalId, version)
    if (again) return
    this.#circumstances.recorder.record({ kind: 'seen', at: now(), ...this.#whose, rentalId, owner, version })
  }
}

const now = () => new Date().toISOString()
