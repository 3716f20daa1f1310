import type { Identity } from '@ebook/clients/caller'
import { LiveSubscription } from '@ebook/clients/live-subscription'
import type { Json } from '@ebook/clients/people'
import type { Circumstances } from './client.ts'

const LONGEST_PAUSE_MS = 400

/** A client of the live dashboard, which writes down every row that tells something new. */
export class Watcher extends LiveSubscription {
  readonly #identity: Identity
  readonly #name: string
  readonly #circumstances: Circumstances
  readonly #versions = new Map<string, number>()
  /** Of the rows since the last snapshot began: in it, each may come once more as it was. */
  #sinceSnapshot = new Set<string>()

  constructor(name: string, identity: Identity, circumstances: Circumstances) {
    const { entrance, random, recorder } = circumstances
    super(
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
    this.#name = name
    this.#identity = identity
    this.#circumstances = circumstances
    recorder.record({ kind: 'subscribed', at: now(), ...this.#whose })
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
