import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { send, type Entrance, type Identity } from '@ebook/clients/caller'
import type { SeededRandom } from '@ebook/clients/seeded-random'
import { entriesOf } from '@ebook/reconcile/client-log'
import type { Recorder } from './recorder.ts'

/**
 * What somebody tries, again and again, by what it is. An attempt resolves with what was got that nobody should get;
 * undefined when it was refused, or not answered.
 */
type Attacks = Readonly<Record<string, () => Promise<string | undefined>>>

export interface AttackSurface {
  readonly entrance: Entrance
  readonly recorder: Recorder
  readonly random: SeededRandom
  /** Where the subgraphs listen, which only the router should be served by. */
  readonly subgraphUrls: readonly string[]
  /** Says an event of another context with the credentials of one. Resolves when the broker has it, or has refused it. */
  readonly forge: (event: object) => Promise<void>
  /** Aborted when no more is to be begun. */
  readonly over: AbortSignal
}

/** How long one who attacks takes breath: together they send more than all members do. */
const PAUSE_MS = 40
const PATIENCE_MS = 5_000
/** What one member keeps in the air at once, as `curl` in a loop would. */
const AT_ONCE = 4

/** Each kind of attacker at once, until `over`. Every success is a breach in the client log. */
export async function attack(field: AttackSurface): Promise<{ readonly attempts: number }> {
  let attempts = 0
  const attackers: Readonly<Record<string, Attacks>> = {
    stranger: byAStranger(field),
    member: byAMember(field, { sub: 'mallory', role: 'MEMBER' }),
    librarian: byALibrarian(field, { sub: 'grima', role: 'ADMIN' }),
    context: byAContext(field),
  }
  const lives = Object.entries(attackers).flatMap(([attacker, attacks]) =>
    Array.from({ length: AT_ONCE }, async () => {
      while (!field.over.aborted) {
        const [what, attempt] = field.random.of(Object.entries(attacks))
        attempts += 1
        // A connection that is refused or reset is what the attacker deserves.
        const got = await attempt().catch(() => undefined)
        if (got !== undefined) {
          const at = new Date().toISOString()
          field.recorder.record({ kind: 'breach', at, attacker, what: `${what}: ${got.slice(0, 300)}` })
        }
        await delay(PAUSE_MS, undefined, { signal: field.over }).catch(() => undefined)
      }
    }),
  )
  await Promise.all(lives)
  return { attempts }
}

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

function byAStranger({ entrance, subgraphUrls, random }: AttackSurface): Attacks {
  const post = (body: string, headers?: Record<string, string>) => posted(entrance.url(), body, headers).then(dataIn)
  const ask = (request: object, headers?: Record<string, string>) => post(JSON.stringify(request), headers)
  const search = `query { ${Array.from({ length: 10 }, (_, n) => `a${n}: books(search: "a${n}") { totalCount }`).join(' ')} }`
  const quoted = { query: 'query($a: Int) { __typename }', variables: { a: 'Did you mean '.repeat(7_000) } }
  const theirs = { query: '{ myRentals(first: 1) { edges { node { id } } } }' }
  const forged = { authorization: `Bearer ${unsigned({ sub: 'alice', roles: ['ADMIN'] })}` }
  return {
    'a deep ping': () => frames(entrance, [`{"type":"ping","payload":{"a":${deep(5_000)}}}`]),
    'frames that are none': () => frames(entrance, ['{', '\u0000', '{"type":"subscribe"}']),
    'a body that is deep': () => post(`{"query":"{ __typename }","variables":${deep(40_000)}}`),
    'what a message quotes': () => ask(quoted),
    'many searches': async () => void (await posted(entrance.url(), JSON.stringify({ query: search }))),
    'a mutation without a token': () =>
      ask({ query: 'mutation { cancelRental(input: { rentalId: "x" }) { rental { id } } }' }),
    'a token that nobody signed': () => ask(theirs, forged),
    'a subgraph behind the router': () =>
      posted(random.of(subgraphUrls), JSON.stringify({ query: '{ __typename }' })).then(dataIn),
  }
}

/** What an operation gives away about the rental of another: what it was answered with, unless it was refused. */
async function does(field: AttackSurface, identity: Identity, operation: string): Promise<string | undefined> {
  const rentalId = rentalOfAnother(field)
  const variables = operation === 'Rental' ? { id: rentalId } : { input: { rentalId } }
  const { outcome, payload } = await send(field.entrance, identity, operation, variables)
  return outcome === 'ok' ? JSON.stringify(payload) : undefined
}

function byAMember(field: AttackSurface, identity: Identity): Attacks {
  const { entrance } = field
  const unknownTitles = Array.from(
    { length: 15 },
    (_, n) => `a${n}: requestRental(input: { bookId: "${randomUUID()}", idempotencyKey: "${n}" }) { rental { id } }`,
  )
  const never = () => Buffer.from(JSON.stringify([randomUUID()])).toString('base64url')
  return {
    "another's rental": () => does(field, identity, 'Rental'),
    "another's rental canceled": () => does(field, identity, 'CancelRental'),
    "another's loan returned": () => does(field, identity, 'ReturnRental'),
    "another's rental approved": () => does(field, identity, 'ApproveRental'),
    'an event that never was is waited for': async () =>
      void (await send(entrance, identity, 'MyDashboard', { first: 1 }, never())),
    'titles that there are not': async () => {
      const body = JSON.stringify({ query: `mutation { ${unknownTitles.join(' ')} }` })
      await posted(entrance.url(), body, { authorization: `Bearer ${await entrance.token(identity)}` })
      return undefined
    },
  }
}

const byALibrarian = (field: AttackSurface, identity: Identity): Attacks => ({
  "a member's rental canceled in their name": () => does(field, identity, 'CancelRental'),
  "a member's rental paid in their name": () => does(field, identity, 'PayRental'),
})

/** What it brings about is found by the other statements: nobody answers a message. */
function byAContext(field: AttackSurface): Attacks {
  const approved = {
    ...{ rentalId: 'x', bookId: randomUUID(), copyId: randomUUID() },
    ...{ loanPeriodDays: 365, approvedBy: 'grima' },
  }
  const says = (type: string, more: object, data: object) => async () =>
    void (await field.forge(eventOf(type, rentalOfAnother(field), more, data)))
  const request = { aggregatetype: 'Request' }
  const promotion = { ...request, producer: 'promotion', source: '/subgraphs/promotion' }
  return {
    'Approved, as book': says(
      'ebook.book.Approved.v1',
      { ...request, producer: 'book', source: '/subgraphs/book' },
      approved,
    ),
    'Approved, as itself': says('ebook.book.Approved.v1', promotion, approved),
    'PromoCompleted at a far position': says(
      'ebook.promotion.PromoCompleted.v1',
      { producer: 'promotion', pos: 2 ** 50 },
      { points: 1_000_000 },
    ),
  }
}

function eventOf(type: string, rentalId: string, more: object, data: object): object {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/subgraphs/promotion',
    type,
    subject: rentalId,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    aggregatetype: 'Promotion',
    aggregateversion: 1,
    correlationid: rentalId,
    causationid: randomUUID(),
    actor: 'SYSTEM',
    producer: 'promotion',
    pos: 1,
    ...more,
    data: { ...data, rentalId },
  }
}

/** One that a client was told of, as if its id had been seen over a shoulder. */
function rentalOfAnother({ recorder, random }: AttackSurface): string {
  const seen = entriesOf(recorder.entries, 'call').flatMap(({ rentalId }) => rentalId ?? [])
  return seen.length === 0 ? randomUUID() : random.of(seen)
}

async function posted(url: string, body: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  return response.text()
}

/** What an answer gives away: anything in its data. */
function dataIn(body: string): string | undefined {
  const { data } = JSON.parse(body)
  return data && Object.values(data).some((value) => value !== null) ? body : undefined
}

/** Sends them on a socket of their own and waits until it is closed, or for a moment. */
async function frames(entrance: Entrance, texts: readonly string[]): Promise<undefined> {
  const socket = new WebSocket(entrance.url().replace(/^http/, 'ws'), 'graphql-transport-ws', {
    handshakeTimeout: PATIENCE_MS,
  })
  const closed = new Promise((resolve) => socket.on('close', resolve).on('error', resolve))
  socket.on('open', () => texts.forEach((text) => socket.send(text)))
  await Promise.race([closed, delay(PATIENCE_MS)])
  socket.terminate()
}

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
const unsigned = (claims: object) => `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claims)}.`
