import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { eventually, Person, rentalBecomes, type Json } from '@ebook/clients/people'
import type { GraphqlAnswer, Stack } from '@ebook/stack/stack'

// Shorter than the SHUTDOWN_DELAY_MS of whom it asks: an idle connection is closed on this side first, and no request meets
// one that is being closed on the other.
const IDLE_MS = 500

/** People at work, who count what they are answered, and who are never told twice. */
export class Load {
  answered = 0
  /** Rentals that members were told about. */
  readonly rentals: string[] = []
  readonly failures: string[] = []
  readonly #stack: Stack
  readonly #agent = new Agent({ keepAlive: true, timeout: IDLE_MS })
  readonly #at: Promise<void>[] = []
  #over = false

  constructor(stack: Stack) {
    this.#stack = { ...stack, graphql: (query, variables, token) => this.#ask(query, variables, token) }
  }

  /** Somebody whose requests go over connections that are kept open, as those of browsers are. */
  person(sub: string, role: 'MEMBER' | 'ADMIN'): Person {
    return new Person(this.#stack, sub, role)
  }

  /** Does it again and again until the end. What it throws is a failure, and it begins anew. */
  begin(what: string, act: () => Promise<void>): void {
    const again = async () => {
      while (!this.#over) {
        await act().catch((error: unknown) => this.failures.push(`${what}: ${String(error)}`))
      }
    }
    this.#at.push(again())
  }

  /** A member who rents one title after the other, and cancels or waits for the librarian and gives it back. */
  rents(sub: string, titles: readonly string[]): void {
    const librarian = this.person('libby', 'ADMIN')
    const member = this.person(sub, 'MEMBER')
    let nth = 0
    const canceled = new Map<string, string>()
    this.begin(sub, async () => {
      const bookId = titles[nth % titles.length] ?? ''
      // While the refund of a canceled request is on its way, the title is still theirs.
      const before = canceled.get(bookId)
      if (before) await rentalBecomes(member, before, { status: 'CANCELED' })
      const { id } = await member.requests(bookId)
      this.rentals.push(id)
      nth += 1
      if (nth % 2 === 0) {
        await member.does('CancelRental', { rentalId: id })
        canceled.set(bookId, id)
      } else await this.#isDecided(librarian, member, id)
      await member.send('MyDashboard', { first: 20 })
    })
  }

  /** Everybody finishes what they have begun. */
  async end(): Promise<void> {
    this.#over = true
    await Promise.all(this.#at)
    this.#agent.destroy()
  }

  async #isDecided(librarian: Person, member: Person, rentalId: string): Promise<void> {
    const version = await eventually(`${rentalId} is before the librarian`, async () => {
      const { rentalRequests } = await librarian.send('RentalRequests', { status: 'REQUESTED', first: 100 })
      const found = rentalRequests.edges.find(({ node }: Json) => node.rentalId === rentalId)
      return found?.node.version as number | undefined
    })
    await librarian.does('ApproveRental', { rentalId, expectedVersion: version })
    await rentalBecomes(member, rentalId, { status: 'APPROVED' })
    await member.does('ReturnRental', { rentalId })
  }

  async #ask(query: string, variables: Record<string, unknown> = {}, token = ''): Promise<GraphqlAnswer> {
    const body = JSON.stringify({ query, variables })
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const asked = Promise.withResolvers<GraphqlAnswer>()
    request(this.#stack.url, { method: 'POST', agent: this.#agent, headers }, (response) => {
      text(response)
        .then((said) => asked.resolve(JSON.parse(said) as GraphqlAnswer))
        .catch(asked.reject)
    })
      .on('error', asked.reject)
      .end(body)
    const operation = /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? query
    try {
      const answer = await asked.promise
      this.answered += 1
      if (answer.errors) this.failures.push(`${operation}: ${JSON.stringify(answer.errors)}`)
      return answer
    } catch (error) {
      this.failures.push(`${operation}: ${String(error)}`)
      throw error
    }
  }
}
