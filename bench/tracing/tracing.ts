import { fileURLToPath } from 'node:url'
import { startTestIssuer } from '@ebook/chassis/testing/issuer'
import { underLoad } from '../cost/under-load.ts'
import { median, rounded } from '../figures.ts'
import type { Figure, Measured } from '../results.ts'
import { perCpuSecond, queries, warm } from '../router/router.ts'
import { startStandingSubgraphs } from '../router/standing-subgraphs.ts'
import { underSagas } from '../saga-load.ts'
import { startAnew } from '../start-anew.ts'
import { startRouter } from '../subscriptions/router-process.ts'
import { startCollector } from './collector.ts'

const WAYS = ['off', 'on', 'of 1 %'] as const
type Way = (typeof WAYS)[number]

/** What a process is given for it, whatever it was given before. */
const environmentOf = (way: Way, collector: string) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: way === 'off' ? '' : collector,
  OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
  OTEL_TRACES_SAMPLER_ARG: way === 'of 1 %' ? '0.01' : '1',
})

interface Load {
  readonly rounds: number
  readonly seconds: number
  readonly rentals: number
}

const parts: Readonly<Record<string, (load: Load) => Promise<Measured>>> = { requests, rentals }

/** What tracing costs, beside the same without it in the same run. */
export async function measureTracing(load: Load, only: readonly string[]): Promise<Measured> {
  const figures: Figure[] = []
  const detail: Record<string, object> = {}
  for (const [name, measure] of Object.entries(parts)) {
    if (!only.includes(name)) continue
    console.error(`tracing: ${name}`)
    const measured = await measure(load)
    figures.push(...measured.figures)
    detail[name] = measured.detail
  }
  return { figures, detail }
}

const QUERY = queries['two fetches']
const MICROS = 1_000_000

/** CPU of a router for one request of two fetches, three routers in turns on the same subgraphs. */
async function requests({ rounds, seconds }: Load): Promise<Measured> {
  const [issuer, subgraphs, collector] = await Promise.all([
    startTestIssuer(),
    startStandingSubgraphs(),
    startCollector(),
  ])
  const urls = ['BOOK', 'RENT', 'PAYMENT', 'PROMOTION', 'NOTICE', 'DASHBOARD'].map((name) => [
    `${name}_URL`,
    subgraphs.origin,
  ])
  const env = {
    LOG_LEVEL: 'info',
    OIDC_ISSUER: issuer.url,
    SUPERGRAPH_FILE: fileURLToPath(new URL('../../schema/supergraph.graphql', import.meta.url)),
    ...(Object.fromEntries(urls) as Record<string, string>),
  }
  const routers = await Promise.all(
    WAYS.map(async (way) => {
      const router = await startRouter('router/main.ts', { ...env, ...environmentOf(way, collector.origin) }, [])
      return { way, router, found: [] as number[] }
    }),
  )
  const token = await issuer.token({ sub: 'bench', exp: Math.floor(Date.now() / 1_000) + 3_600 })
  try {
    for (const { router } of routers) await warm(router, QUERY, token)
    for (let round = 0; round < rounds; round += 1) {
      for (const { router, found } of routers)
        found.push(MICROS / (await perCpuSecond(router, QUERY, token, seconds * 1_000)))
    }
    const costs = new Map(routers.map(({ way, found }) => [way, rounded(median(found))]))
    return {
      figures: figuresOf('router CPU a request', costs),
      detail: { rounds: Object.fromEntries(routers.map(({ way, found }) => [way, found])), bytes: collector.taken },
    }
  } finally {
    await Promise.all([...routers.map(({ router }) => router.stop()), issuer.stop(), subgraphs.stop()])
    await collector.stop()
  }
}

/** CPU of all processes for one rental from request to APPROVED, in turns on one stack; without it before and after. */
async function rentals({ rentals: count }: Load): Promise<Measured> {
  const collector = await startCollector()
  try {
    const { measured, checked } = await underSagas({}, async (installation, sagas) => {
      const turns = []
      for (const way of ['off', 'on', 'of 1 %', 'off'] as const) {
        console.error(`tracing ${way}: starting …`)
        await startAnew(installation.stack, 1, environmentOf(way, collector.origin))
        await sagas.reconnect()
        turns.push({ way, cost: await underLoad(installation, sagas, count) })
      }
      return turns
    })
    const costs = new Map(
      WAYS.map((way) => {
        const micros = measured.filter((turn) => turn.way === way).map(({ cost }) => cost.cpuMicros)
        return [way, Math.round(micros.reduce((sum, each) => sum + each, 0) / micros.length)]
      }),
    )
    return { figures: figuresOf('CPU a rental', costs), detail: { turns: measured, bytes: collector.taken, checked } }
  } finally {
    await collector.stop()
  }
}

function figuresOf(what: string, costs: ReadonlyMap<Way, number>): Figure[] {
  const off = costs.get('off') ?? Number.NaN
  return WAYS.map((way) => ({
    name: `${what}, tracing ${way}`,
    unit: 'µs',
    value: costs.get(way) ?? Number.NaN,
    ...(way !== 'off' && { comparison: { name: 'off', value: off } }),
  }))
}
