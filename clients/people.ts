import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parse, print, type OperationDefinitionNode } from 'graphql'
import type { Stack } from '@ebook/stack/stack'

const source = ['acceptance', 'lending', 'librarians']
  .map((file) => readFileSync(new URL(`../schema/operations/${file}.graphql`, import.meta.url), 'utf8'))
  .join('\n')

/** The operations that clients already send, by name, as they are written. */
export const operations: ReadonlyMap<string, string> = new Map(
  parse(source)
    .definitions.filter(
      (definition): definition is OperationDefinitionNode => definition.kind === 'OperationDefinition',
    )
    .map((definition) => [definition.name?.value ?? '', print(definition)]),
)

export interface Answer {
  readonly data?: Record<string, Json> | null
  readonly errors?: readonly { message: string; path?: readonly (string | number)[]; extensions?: { code?: string } }[]
}

/** A JSON answer as a test walks through it; a wrong step fails there and then. */
export type Json = ReturnType<typeof JSON.parse>

export interface Rental {
  readonly id: string
  readonly status: string
  readonly paymentState: string
  readonly [field: string]: Json
}

/** Somebody in front of the API: a member or a librarian. */
export class Person {
  readonly sub: string
  readonly #stack: Pick<Stack, 'graphql' | 'token'>
  readonly #role: 'MEMBER' | 'ADMIN'

  constructor(stack: Pick<Stack, 'graphql' | 'token'>, sub: string, role: 'MEMBER' | 'ADMIN') {
    this.#stack = stack
    this.sub = sub
    this.#role = role
  }

  async answer(document: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    return (await this.#stack.graphql(document, variables, await this.#stack.token(this.sub, this.#role))) as Answer
  }

  /** Sends one of the stored operations. Fails when the answer has top-level errors. */
  async send(name: string, variables: Record<string, unknown> = {}): Promise<Record<string, Json>> {
    const document = operations.get(name)
    if (document === undefined) throw new Error(`no operation is called ${name}`)
    const answer = await this.answer(document, variables)
    if (answer.errors || !answer.data) throw new Error(`${name} answered ${JSON.stringify(answer)}`)
    return answer.data
  }

  /** Sends a mutation that must not be refused, and returns its payload. */
  async does(name: string, input: Record<string, unknown>): Promise<Record<string, Json>> {
    const data = await this.send(name, { input })
    const [payload] = Object.values(data)
    if (payload.userErrors.length > 0) throw new Error(`${name} was refused: ${JSON.stringify(payload.userErrors)}`)
    return payload
  }

  /** Sends a mutation that must be refused, and returns the codes. */
  async isRefused(name: string, input: Record<string, unknown>): Promise<string[]> {
    const data = await this.send(name, { input })
    const [payload] = Object.values(data)
    return payload.userErrors.map((error: { code: string }) => error.code)
  }

  async registers(book: Record<string, unknown> = {}): Promise<Record<string, Json>> {
    const input = { title: `A title ${randomUUID()}`, authors: ['An Author'], rentalFee: 3000, ...book }
    return (await this.does('RegisterBook', input)).book
  }

  async requests(bookId: string, more: Record<string, unknown> = {}): Promise<Rental> {
    return (await this.does('RequestRental', { bookId, idempotencyKey: randomUUID(), ...more })).rental
  }

  async rental(id: string): Promise<Rental> {
    return (await this.send('Rental', { id })).rental
  }

  /** A librarian's: what waits for a decision about the rental, in a queue that may be long. */
  async waitingRequest(rentalId: string): Promise<Json | undefined> {
    for (let after: string | null = null; ;) {
      const { rentalRequests } = await this.send('RentalRequests', { status: 'REQUESTED', first: 100, after })
      const found = rentalRequests.edges.find((edge: Json) => edge.node.rentalId === rentalId)
      if (found || !rentalRequests.pageInfo.hasNextPage) return found?.node
      after = rentalRequests.pageInfo.endCursor
    }
  }

  async dashboardRow(rentalId: string): Promise<Json> {
    const { myDashboard } = await this.send('MyDashboard', { first: 100 })
    return myDashboard.edges.map((edge: Json) => edge.node).find((row: Json) => row.rentalId === rentalId)
  }
}

const LONGEST_PAUSE_MS = 200

/**
 * Waits for a fact: tries until `probe` neither throws nor answers undefined or false. Fails with what was last seen.
 * The bound is generous because it is never the measure of anything.
 */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined | false>,
  withinMs = 30_000,
  longestPauseMs = LONGEST_PAUSE_MS,
): Promise<T> {
  const deadline = performance.now() + withinMs
  let last: unknown
  let pause = Math.min(25, longestPauseMs)
  for (;;) {
    try {
      const value = await probe()
      if (value !== undefined && value !== false) return value
      last = value
    } catch (error) {
      last = error
    }
    if (performance.now() > deadline)
      throw new Error(`never happened within ${withinMs} ms: ${what} (last: ${String(last)})`)
    await new Promise((resolve) => setTimeout(resolve, pause))
    // Each look costs the machine that is waited for.
    pause = Math.min(pause * 2, longestPauseMs)
  }
}

/** Waits until the rental, as its owner sees it, stands as described. */
export function rentalBecomes(
  person: Person,
  id: string,
  expected: Partial<Rental>,
  withinMs?: number,
): Promise<Rental> {
  return eventually(
    `rental ${id} becomes ${JSON.stringify(expected)}`,
    async () => {
      const rental = await person.rental(id)
      const differs = Object.entries(expected).find(([field, value]) => rental[field] !== value)
      if (differs) throw new Error(`${differs[0]} is ${JSON.stringify(rental[differs[0]])}`)
      return rental
    },
    withinMs,
  )
}
