import { Broker } from './broker.ts'
import { CONTEXTS, listensTo, perContext, type Context, type PerContext } from './context.ts'
import { Exchanges } from './exchanges.ts'
import { switchboard, type Switchboard } from './nats-connection.ts'
import type { Process } from './processes.ts'
import { Provider } from './provider.ts'
import { Database, type Clock, type Snapshot } from './store/database.ts'
import { Life } from './store/life.ts'
import { shapes } from './store/shapes.ts'
import { starts, type Databases, type Processes } from './subgraphs.ts'
import { Surprises } from './surprises.ts'

/** A member's wish to renew the loan beyond the end that they saw. */
export interface Press {
  readonly rentalId: string
  readonly member: string
  readonly expectedDueAt: string | null
}

/** What the members and librarians were told: the sixth statement and the first rest on it. */
export interface Told {
  /** Which rentals a request was answered with, by `member/key`: one, or something is wrong. */
  readonly acknowledged: Map<string, Set<string>>
  /** Per rental, which of approve, refuse and cancel was said to have happened. */
  readonly decisions: { readonly rentalId: string; readonly what: 'approve' | 'refuse'; readonly won: boolean }[]
  /** Presses, each as often as it was said to have renewed. */
  readonly renewals: Press[]
  /** Members who asked to be forgotten: who was, and comes again, is a new one and not among them. */
  readonly gone: Set<string>
  /** What the product's code threw where it should have answered. */
  readonly errors: unknown[]
}

export interface WorldSettings {
  /** Of every process. */
  readonly replicas: number
  /** As many as members ask for by themselves. */
  readonly rentals: number
  readonly start: PerContext<Snapshot> | undefined
}

const NOON = Date.UTC(2026, 0, 1, 12)

/** Five databases' worth of library in one process, with nothing in it that the seed does not decide. */
export class World {
  readonly clock: Clock = { now: NOON }
  /** Of the step under way. */
  surprises = new Surprises(0)
  readonly broker = new Broker()
  readonly exchanges: Exchanges
  readonly provider: Provider
  readonly board: Switchboard
  readonly databases: Databases
  readonly told: Told = { acknowledged: new Map(), decisions: [], renewals: [], gone: new Set(), errors: [] }
  readonly #processes = perContext((): Process[] => []) as { readonly [Name in Context]: Processes[Name][] }
  /** Which process' relay holds the lock, per context. */
  readonly leaders = new Map<Context, Process>()
  readonly replicas: number
  readonly rentals: number
  /** Whether a database or the provider has changed since it was last looked at. */
  isChanged = false
  #starts = 0

  constructor({ replicas, rentals, start }: WorldSettings) {
    this.replicas = replicas
    this.rentals = rentals
    this.exchanges = new Exchanges(this)
    this.provider = new Provider(this, this.exchanges)
    this.board = switchboard(this.broker, this.exchanges, () => {
      if (this.surprises.chance(0.04)) return 'lost'
      return this.surprises.chance(0.04) ? 'acknowledgement lost' : 'none'
    })
    const changed = () => {
      this.isChanged = true
    }
    this.provider.onChange = changed
    this.databases = perContext((context) => {
      const made = new Database(context, shapes[context], this.clock)
      made.onCommit = changed
      if (start) made.restore(start[context])
      else made.tables.relay_state.insert({})
      return made
    }) as Databases
    for (const context of CONTEXTS) this.broker.subscribe(context, listensTo[context])
  }

  /** Starts what is not running. */
  async startAll(): Promise<void> {
    for (const context of CONTEXTS) {
      while (this.alive(context).length < this.replicas) await this.start(context)
    }
  }

  async start(context: Context): Promise<void> {
    this.#starts += 1
    const life = new Life(`${context} ${this.#starts}`)
    life.onEnd(() => {
      this.databases[context].abandonedBy(life)
      this.broker.abandonedBy(life)
      this.exchanges.abandonedBy(life)
      const processes: Process[] = this.#processes[context]
      const index = processes.findIndex((process) => process.life === life)
      if (index >= 0) processes.splice(index, 1)
      if (this.leaders.get(context)?.life === life) this.leaders.delete(context)
    })
    const process = await starts[context](this, life)
    if (life.isAlive) (this.#processes[context] as Process[]).push(process)
  }

  alive<Name extends Context>(context: Name): readonly Processes[Name][] {
    return this.#processes[context]
  }

  /** A process of the context, if one is there; which of several, chance decides. */
  any<Name extends Context>(context: Name): Processes[Name] | undefined {
    return this.surprises.pick(this.alive(context))
  }

  stop(): void {
    for (const context of CONTEXTS) for (const { life } of this.alive(context).slice()) life.end()
  }
}
