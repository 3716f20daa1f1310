import type { Entry } from '@ebook/reconcile/client-log'
import type { Entrance, Identity, Reply } from '@ebook/clients/caller'
import { Client } from '@ebook/drill/clients/client'
import { dice } from '@ebook/clients/dice'
import type { ProcessName } from '@ebook/stack/data-dir'
import type { Stack } from '@ebook/stack/stack'
import { eventually, Person, startLibrary } from '@ebook/clients/people'
import { titles, type RentalModel } from './rental-model.ts'
import { openProvider, type Provider } from './provider.ts'

/** What can be killed. */
export type Part = Exclude<ProcessName, 'issuer'>

const RUNS_APART = 'saga'

/** The installation that the commands are given to, with members and titles that are new in every run. */
export class Library {
  readonly stack: Stack
  readonly provider: Provider
  readonly clientLog: Entry[]
  readonly #librarian: Client
  readonly #entrance: Entrance
  readonly #coming = new Map<Part, Promise<void>>()
  readonly #asleep = new Set<Part>()
  #run = 0
  #keys = 0
  #titles: string[] = []

  private constructor(stack: Stack, provider: Provider) {
    const tokens = new Map<string, Promise<string>>()
    this.stack = stack
    this.provider = provider
    this.clientLog = []
    this.#entrance = {
      url: () => stack.url,
      token({ sub, role }: Identity) {
        const token = tokens.get(sub) ?? stack.token(sub, role)
        tokens.set(sub, token)
        return token
      },
    }
    this.#librarian = this.#client({ sub: 'libby', role: 'ADMIN' })
  }

  static async open(): Promise<Library> {
    const stack = await startLibrary({
      PAYMENT_TIMEOUT_MS: '1000',
      PROMOTION_TIMEOUT_MS: '1000',
      PAYMENT_PROVIDER_TIMEOUT_MS: '1000',
      // A member who is not answered within this time asks again.
      SUBGRAPH_TIMEOUT_MS: '4000',
      VIEW_WAIT_MS: '3000',
    })
    return new Library(stack, await openProvider(stack.postgresUrl('payment')))
  }

  #client(identity: Identity): Client {
    const recorder = {
      entries: this.clientLog,
      record: (entry: Entry) => void this.clientLog.push(entry),
      close: async () => undefined,
    }
    const over = new AbortController().signal
    return new Client(identity, { entrance: this.#entrance, recorder, chance: dice(0), over, thinkMs: 0 })
  }

  /** New members and titles. */
  async begin(): Promise<void> {
    this.#run += 1
    const librarian = new Person(this.stack, 'libby', 'ADMIN')
    const registers = (title: object) =>
      eventually('it is registered', async (): Promise<string> => (await librarian.registers({ ...title })).id)
    this.#titles = await Promise.all(titles.map(registers))
  }

  person({ member }: RentalModel): Person {
    return new Person(this.stack, this.#sub(member), 'MEMBER')
  }

  #sub(member: number): string {
    return `${RUNS_APART}-${this.#run}-${member}`
  }

  newKey(): string {
    return `${RUNS_APART}-${this.#run}-${(this.#keys += 1)}`
  }

  titleId(title: number): string {
    const id = this.#titles[title]
    if (id === undefined) throw new Error(`there is no title ${title}`)
    return id
  }

  requests({ member, title, key }: RentalModel): Promise<Reply> {
    const input = { bookId: this.titleId(title), idempotencyKey: key }
    return this.#client({ sub: this.#sub(member), role: 'MEMBER' }).mutates({ operation: 'RequestRental', key, input })
  }

  /** Members do it to their own, and librarians decide. */
  does(operation: string, { member, id }: RentalModel): Promise<Reply> {
    const decides = operation === 'ApproveRental' || operation === 'RefuseRental'
    const who = decides ? this.#librarian : this.#client({ sub: this.#sub(member), role: 'MEMBER' })
    const input = { rentalId: id, ...(operation === 'RefuseRental' && { reasonCode: 'POLICY' }) }
    return who.mutates({ operation, input, ...(id !== undefined && { rentalId: id }) })
  }

  /** As its member sees it. */
  looks({ member, id }: RentalModel): Promise<Reply> {
    return this.#client({ sub: this.#sub(member), role: 'MEMBER' }).reads('Rental', { id })
  }

  async retriesRefund(paymentId: string): Promise<void> {
    await this.#librarian.reads('RetryRefund', { input: { paymentId } })
  }

  async seatsFree(title: number): Promise<number> {
    const document = /* GraphQL */ 'query ($id: ID!) { book(id: $id) { seatsFree } }'
    const { data } = await new Person(this.stack, 'libby', 'ADMIN').answer(document, { id: this.titleId(title) })
    return data?.book.seatsFree
  }

  /** kill -9; it is coming again when this returns. */
  async kill(part: Part): Promise<void> {
    await this.#coming.get(part)
    const process = this.stack.process(part)
    await process.kill('SIGKILL')
    // Taken from its keeper, whose pauses before a new start grow with every kill.
    const coming = process.stop().then(() => process.start())
    coming.catch(() => undefined)
    this.#coming.set(part, coming)
  }

  /** SIGSTOP: whoever waits for it is not answered, until all is healed. */
  async sleeps(part: Part): Promise<void> {
    await this.#coming.get(part)
    this.stack.process(part).pause()
    this.#asleep.add(part)
  }

  /** Awake, in good mood and serving. */
  async heal(): Promise<void> {
    for (const part of this.#asleep) this.stack.process(part).resume()
    this.#asleep.clear()
    await Promise.all(this.#coming.values())
    this.#coming.clear()
    await this.provider.falls(false)
    await this.provider.calm()
    const all: Part[] = ['postgres', 'nats', 'book', 'rent', 'payment', 'promotion', 'dashboard', 'router']
    await Promise.all(all.map((part) => this.stack.process(part).untilReady()))
  }

  async close(): Promise<void> {
    await this.provider.close()
    await this.stack.stop()
  }
}
