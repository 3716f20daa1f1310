import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { startTestIssuer } from '@ebook/chassis/testing/issuer'
import { median, perSecond, rounded } from '../figures.ts'
import type { Measured } from '../results.ts'
import { startRouter, type RouterProcess } from '../subscriptions/router-process.ts'
import { startStandingSubgraphs } from './standing-subgraphs.ts'
import { measureWide } from './wide.ts'

const book = 'id title authors isbn13 language loanPeriodDays seatsFree'
export const queries = {
  'two fetches': `{ myDashboard(first: 10) { edges { node { rentalId version status book { ${book} } } } } }`,
  'one fetch': `{ books(first: 10) { edges { node { ${book} } } } }`,
  __typename: '{ __typename }',
  '1,000 books': `{ books(first: 1000) { edges { node { ${book} } } } }`,
}
type Name = keyof typeof queries
const names = Object.keys(queries) as readonly Name[]

const CONNECTIONS = 32
/** Until then the compiler has most of its work before it: of a router's CPU, for each query. */
const WARM_CPU_SECONDS = 3
const WARM_MS = 1_000
const LONGEST_WARM_MS = 30_000

type Load = { readonly rounds: number; readonly seconds: number }

export async function measureRouter(given: Load, only: readonly string[]): Promise<Measured> {
  const parts = []
  for (const part of only)
    parts.push(part === 'start' || part === 'reload' ? await measureWide(part) : await measureRequests(given))
  return {
    figures: parts.flatMap(({ figures }) => figures),
    detail: Object.assign({}, ...parts.map(({ detail }) => detail)) as object,
  }
}

/**
 * Requests that a router answers in a second of its CPU, beside the stock gateway in turns on the same subgraphs: a
 * count by CPU, which other load on the machine hardly moves. With a member's token, the log and every limit.
 */
async function measureRequests(given: Load): Promise<Measured> {
  const [issuer, subgraphs] = await Promise.all([startTestIssuer(), startStandingSubgraphs()])
  const supergraph = fileURLToPath(new URL('../../schema/supergraph.graphql', import.meta.url))
  const urls = ['BOOK', 'RENT', 'PAYMENT', 'PROMOTION', 'DASHBOARD'].map((name) => [`${name}_URL`, subgraphs.origin])
  const env = {
    LOG_LEVEL: 'info',
    NODE_ENV: 'development',
    OIDC_ISSUER: issuer.url,
    SUPERGRAPH_FILE: supergraph,
    ...(Object.fromEntries(urls) as Record<string, string>),
  }
  const ours = await startRouter('router/main.ts', env, [])
  const stock = await startRouter('bench/router/stock-gateway.ts', env, [])
  const token = await issuer.token({ sub: 'bench', exp: Math.floor(Date.now() / 1_000) + 3_600 })
  try {
    for (const name of names) await assertSame(ours, stock, queries[name], token)
    const found = new Map<string, number[]>()
    for (const name of names) for (const router of [ours, stock]) await warm(router, queries[name], token)
    for (let round = 0; round < given.rounds; round += 1) {
      for (const name of names) {
        for (const [who, router] of [['ours', ours] as const, ['stock', stock] as const]) {
          const rate = await perCpuSecond(router, queries[name], token, given.seconds * 1_000)
          const key = `${who} ${name}`
          found.set(key, [...(found.get(key) ?? []), rate])
        }
      }
    }
    const of = (key: string) => rounded(median(found.get(key) ?? []))
    const figures = names.map((name) => ({
      name: `requests, ${name}`,
      unit: 'a second of CPU',
      value: of(`ours ${name}`),
      comparison: { name: '@apollo/gateway, Apollo Server, fastify', value: of(`stock ${name}`) },
    }))
    return { figures, detail: { rounds: Object.fromEntries(found) } }
  } finally {
    await Promise.all([ours.stop(), stock.stop(), issuer.stop(), subgraphs.stop()])
  }
}

export async function warm(router: RouterProcess, query: string, token: string): Promise<void> {
  const began = performance.now()
  const { cpuSeconds } = await router.count()
  do await perCpuSecond(router, query, token, WARM_MS)
  while (
    (await router.count()).cpuSeconds - cpuSeconds < WARM_CPU_SECONDS &&
    performance.now() - began < LONGEST_WARM_MS
  )
}

export async function perCpuSecond(router: RouterProcess, query: string, token: string, ms: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const before = (await router.count()).cpuSeconds
  let done = 0
  await perSecond(CONNECTIONS, ms, async () => {
    await ask(router, query, token, agent)
    done += 1
  })
  const used = (await router.count()).cpuSeconds - before
  agent.destroy()
  return rounded(done / used)
}

/** The answer's text. */
function ask(router: RouterProcess, query: string, token: string, agent: Agent): Promise<string> {
  const body = JSON.stringify({ query })
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${token}`,
    'content-length': Buffer.byteLength(body),
  }
  return new Promise((resolve, reject) => {
    const sending = request(router.url.replace('ws:', 'http:'), { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.once('end', () => resolve(text))
    })
    sending.once('error', reject)
    sending.end(body)
  })
}

async function assertSame(ours: RouterProcess, stock: RouterProcess, query: string, token: string): Promise<void> {
  const agent = new Agent()
  const [one, other] = [await ask(ours, query, token, agent), await ask(stock, query, token, agent)]
  if (one !== other || one.includes('"errors"'))
    throw new Error(`${query} is answered otherwise: ${one.slice(0, 300)} ${other.slice(0, 300)}`)
}
