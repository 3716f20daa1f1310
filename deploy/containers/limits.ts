import { setTimeout as delay } from 'node:timers/promises'
import { LiveSocket } from '@ebook/clients/live-socket'
import { eventually, operations } from '@ebook/clients/people'
import { ANONYMOUS_PER_MINUTE, type Composed } from './composed.ts'

/** What one address has of it (docs/operating.md). */
const ALLOWED = ANONYMOUS_PER_MINUTE / 4
/** Slow enough for routers to hear of each other, once a second, what was asked. */
const PAUSE_MS = 40
/** What is asked before the other one knows it. */
const UNHEARD = Math.ceil(2_000 / PAUSE_MS)
/** In a row, so that each router has said it. */
const REFUSED = 20

/** SOCKETS_PER_MEMBER */
const CONNECTIONS = 50
const FURTHER = 20
/** Routers tell each other once a second, and a busy machine takes its time. */
const HEARD_WITHIN_MS = 5_000

/** Asks without a token until nobody answers any more, in a minute of which nothing is used. */
export async function allowanceOf(composed: Composed): Promise<string> {
  const { retryAfter } = await exhausted(composed)
  await delay(retryAfter * 1_000 + 1_000)
  const { answered } = await exhausted(composed)
  if (answered < ALLOWED / 2 || answered > ALLOWED + UNHEARD)
    throw new Error(`${answered} were answered; an address may ask ${ALLOWED} times`)
  return `${answered} answered of ${ALLOWED} that it may ask`
}

async function exhausted(composed: Composed): Promise<{ answered: number; retryAfter: number }> {
  let [answered, refused, retryAfter] = [0, 0, 0]
  const body = JSON.stringify({ query: operations.get('Books'), variables: { first: 1 } })
  while (refused < REFUSED) {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(composed.url, { method: 'POST', headers, body })
    await answer.arrayBuffer()
    if (answer.status === 200) answered += 1
    refused = answer.status === 429 ? refused + 1 : 0
    retryAfter = Number(answer.headers.get('retry-after') ?? retryAfter)
    await delay(PAUSE_MS)
  }
  return { answered, retryAfter }
}

/** As many as they may, and when the routers have told each other, some more, of which none is taken. */
export async function connectionsOf(composed: Composed): Promise<string> {
  const token = await composed.token('carol', 'MEMBER')
  const query = operations.get('DashboardChanged') ?? ''
  const request = { query, operationName: 'DashboardChanged', variables: { snapshot: false } }
  const open = new Set<LiveSocket>()
  const nothing = () => undefined
  const connect = () => {
    const socket: LiveSocket = new LiveSocket(composed.url.replace('http', 'ws'), token, request, {
      subscribed: () => open.add(socket),
      next: nothing,
      error: nothing,
      complete: nothing,
      closed: () => open.delete(socket),
      violation: nothing,
    })
  }
  for (let n = 0; n < CONNECTIONS; n += 1) connect()
  await eventually('as many are open', async () => open.size === CONNECTIONS)
  await delay(HEARD_WITHIN_MS)
  for (let n = 0; n < FURTHER; n += 1) connect()
  await delay(HEARD_WITHIN_MS)
  const held = open.size
  for (const socket of open) socket.end()
  if (held !== CONNECTIONS) throw new Error(`${held} are open; a member may hold ${CONNECTIONS}`)
  return `${held} open of ${CONNECTIONS} that they may hold, ${FURTHER} refused`
}
