import { randomUUID } from 'node:crypto'
import { stackToken } from '@ebook/stack/access'
import type { Screen } from './screen.ts'

export interface Person {
  readonly sub: string
  readonly token: string
}

export interface Title {
  readonly id: string
  readonly title: string
}

export interface Rental {
  readonly id: string
  readonly status: string
  readonly paymentState: string
  readonly request: { readonly status: string } | null
  readonly points: { readonly granted: number; readonly revoked: number } | null
  readonly payment: { readonly status: string; readonly refundedAmount: number } | null
}

interface Payload {
  readonly userErrors: readonly { readonly code: string; readonly message: string }[]
}

const PATIENCE_MS = 30_000
const USER_ERRORS = 'userErrors { code message }'

/** There is no router at the address; the message says what to do. */
class NobodyAnswers extends Error {
  override readonly name = 'NobodyAnswers'
}

/** The library as its API shows it. Every failure says what was asked and what came back. */
export class Library {
  readonly #url: string
  readonly #screen: Screen

  constructor(url: string, screen: Screen) {
    this.#url = url
    this.#screen = screen
  }

  async isOpen(): Promise<void> {
    try {
      await this.#ask(undefined, '{ __typename }', {})
    } catch (error) {
      throw new NobodyAnswers(`Nobody answers at ${this.#url}. Run \`npm start\` in another terminal, or give --url.`, {
        cause: error,
      })
    }
  }

  async person(sub: string, role: 'MEMBER' | 'ADMIN'): Promise<Person> {
    return { sub, token: await stackToken({ sub, roles: [role], ttl: 3_600 }) }
  }

  async register(librarian: Person, input: object): Promise<Title> {
    const { book } = await this.#do<{ book: Title }>(librarian, 'registerBook', input, 'book { id title }')
    return book
  }

  async request(member: Person, book: Title): Promise<Rental> {
    const began = performance.now()
    const { rental } = await this.#do<{ rental: Rental }>(
      member,
      'requestRental',
      { bookId: book.id, idempotencyKey: randomUUID() },
      'rental { id status paymentState retryAfter }',
    )
    this.#screen.fact(
      `${member.sub} requests "${book.title}": ${rental.status}, ${rental.paymentState}`,
      performance.now() - began,
    )
    return rental
  }

  async decide(librarian: Person, mutation: 'approveRental' | 'refuseRental', input: object): Promise<void> {
    const began = performance.now()
    const { request } = await this.#do<{ request: { status: string } }>(
      librarian,
      mutation,
      input,
      'request { status } alreadyDecided',
    )
    this.#screen.fact(`${librarian.sub} decides: ${request.status}`, performance.now() - began)
  }

  async end(member: Person, mutation: 'returnRental' | 'cancelRental', { id }: Rental): Promise<void> {
    const began = performance.now()
    const { outcome } = await this.#do<{ outcome: string }>(member, mutation, { rentalId: id }, 'outcome')
    this.#screen.fact(`${member.sub}: ${mutation} answers ${outcome}`, performance.now() - began)
  }

  /** Waits (bounded) until the rental stands as expected. */
  async becomes(member: Person, { id }: Rental, expected: (rental: Rental) => boolean, what: string): Promise<void> {
    const began = performance.now()
    for (;;) {
      const { rental } = await this.#ask<{ rental: Rental }>(
        member,
        `query ($id: ID!) { rental(id: $id) {
          id status paymentState request { status } points { granted revoked } payment { status refundedAmount }
        } }`,
        { id },
      )
      if (expected(rental)) return this.#screen.fact(what, performance.now() - began)
      if (performance.now() - began > PATIENCE_MS) {
        throw new Error(`"${what}" did not come about within ${PATIENCE_MS / 1000} s: ${JSON.stringify(rental)}`)
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** Asks for a title until rent has heard that its seat is gone. */
  async isTakenFor(member: Person, book: Title): Promise<void> {
    const began = performance.now()
    for (;;) {
      const { requestRental } = await this.#ask<{ requestRental: Payload }>(
        member,
        `mutation ($input: RequestRentalInput!) { requestRental(input: $input) { ${USER_ERRORS} } }`,
        // A fee that nobody asks: it can only be refused, and for the seat if that is known.
        { input: { bookId: book.id, idempotencyKey: randomUUID(), expectedFee: 1 } },
      )
      const [refusal] = requestRental.userErrors
      if (refusal?.code === 'BOOK_NOT_AVAILABLE') {
        return this.#screen.fact(`${member.sub} is told: ${refusal.message}`, performance.now() - began)
      }
      if (performance.now() - began > PATIENCE_MS)
        throw new Error(`the last seat is still offered: ${JSON.stringify(refusal)}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** Prints what happened to a rental, from every subgraph, once the dashboard has heard of all of `events`. */
  async story(member: Person, { id }: Rental, events: readonly string[]): Promise<void> {
    const began = performance.now()
    for (;;) {
      const { rental } = await this.#ask<{ rental: { trace: { eventType: string; time: string; actor: string }[] } }>(
        member,
        'query ($id: ID!) { rental(id: $id) { trace { eventType time actor } } }',
        { id },
      )
      const missing = events.filter((name) => !rental.trace.some(({ eventType }) => eventType.split('.')[2] === name))
      if (missing.length === 0) {
        for (const { time, eventType, actor } of rental.trace) this.#screen.event(time, eventType, actor)
        return
      }
      if (performance.now() - began > PATIENCE_MS) throw new Error(`the trace never told of ${missing.join(', ')}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** Prints what somebody was told, once it is all of `kinds`. */
  async notices(member: Person, kinds: readonly string[]): Promise<void> {
    const began = performance.now()
    for (;;) {
      const { myNotices } = await this.#ask<{
        myNotices: { unreadCount: number; edges: { node: Record<'kind' | 'title' | 'body', string> }[] }
      }>(member, 'query { myNotices(first: 20, locale: EN) { unreadCount edges { node { kind title body } } } }', {})
      const told = myNotices.edges.map(({ node }) => node)
      if (kinds.every((kind) => told.some((notice) => notice.kind === kind))) {
        for (const { title, body } of told) this.#screen.line(`${title}: ${body}`)
        return this.#screen.fact(`${myNotices.unreadCount} notices on the page`, performance.now() - began)
      }
      if (performance.now() - began > PATIENCE_MS) throw new Error(`nobody was told ${kinds.join(', ')}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  async dashboard(librarian: Person, members: readonly string[]): Promise<void> {
    for (const userId of members) {
      const { dashboards } = await this.#ask<{
        dashboards: {
          edges: { node: Record<'title' | 'status' | 'paymentState' | 'userId', string> & { points: number | null } }[]
        }
      }>(
        librarian,
        `query ($userId: ID!) { dashboards(userId: $userId, first: 10) {
          edges { node { userId title status paymentState points } }
        } }`,
        { userId },
      )
      for (const { node } of dashboards.edges) {
        const { userId: member, title, status, paymentState, points } = node
        this.#screen.line(
          [
            member.padEnd(14),
            title.padEnd(26),
            status.padEnd(10),
            paymentState.padEnd(10),
            `${points ?? '–'} points`,
          ].join(' '),
        )
      }
    }
  }

  async #do<Result extends object>(
    person: Person,
    mutation: string,
    input: object,
    selection: string,
  ): Promise<Result> {
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`
    const data = await this.#ask<Record<string, Result & Payload>>(
      person,
      `mutation ($input: ${type}) { ${mutation}(input: $input) { ${selection} ${USER_ERRORS} } }`,
      { input },
    )
    const payload = data[mutation]
    if (!payload) throw new Error(`${mutation} answered nothing`)
    const [refusal] = payload.userErrors
    if (refusal) throw new Error(`${mutation} was refused: ${refusal.code}, ${refusal.message}`)
    return payload
  }

  async #ask<Data>(person: Person | undefined, query: string, variables: object): Promise<Data> {
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(person ? { authorization: `Bearer ${person.token}` } : {}),
      },
      body: JSON.stringify({ query, variables }),
    })
    const answer = (await response.json()) as { data?: Data; errors?: { message: string }[] }
    if (answer.errors || !answer.data) {
      throw new Error(
        `${person?.sub ?? 'anybody'} asked ${query.slice(0, 60)}… and was answered ${JSON.stringify(answer)}`,
      )
    }
    return answer.data
  }
}
