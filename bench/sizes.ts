import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { eventually } from '@ebook/clients/people'
import { connectNats } from '@ebook/nats/connection'
import { STREAM } from '@ebook/nats/stream'
import type { Stack } from '@ebook/stack/stack'
import { WRITING_SUBGRAPHS } from '../subgraphs/subgraphs.ts'
import { CLIENTS, count, query } from './installation.ts'
import type { Measured } from './results.ts'
import { underSagas } from './saga-load.ts'

/** Bytes, by what keeps them. */
type Sizes = Readonly<Record<string, number>>

/** What a rental from request to APPROVED leaves behind everywhere, in bytes: what disks are reckoned by. */
export async function measureSizes({ rentals }: { readonly rentals: number }): Promise<Measured> {
  const settings = { durable: false }
  const { measured: bytes, sagas } = await underSagas(settings, async ({ stack }, load) => {
    const before = await sizesOf(stack)
    const lanes = Array.from({ length: CLIENTS }, async (_, lane) => {
      while (load.begun < rentals) await load.one(lane)
    })
    await Promise.all(lanes)
    const after = await sizesOf(stack)
    return Object.entries(after).map(([name, size]) => [name, size - (before[name] ?? 0)] as const)
  })
  const made = sagas.ended.length
  const figures = bytes.map(([name, all]) => {
    const unit = name === 'streamMessages' ? 'a rental' : 'bytes a rental'
    return { name, unit, value: Math.round(all / made) }
  })
  return { figures, detail: { rentals: made } }
}

const TABLES = `
  select relname as name, pg_total_relation_size(oid) as bytes from pg_class
  where relkind = 'r' and relnamespace = 'public'::regnamespace`

async function sizesOf(stack: Stack): Promise<Sizes> {
  await untilPublished(stack)
  const sizes: Record<string, number> = { ...(await brokerSizes(stack)), dashboard: await dashboardSize(stack) }
  for (const name of WRITING_SUBGRAPHS) {
    const rows = await query<{ name: string; bytes: string }>(stack, name, TABLES)
    for (const { name: table, bytes } of rows) {
      const kind = ['outbox', 'inbox', 'history'].includes(table) ? table : 'rest'
      const key = `${name}.${kind}`
      sizes[key] = (sizes[key] ?? 0) + Number(bytes)
    }
  }
  return sizes
}

async function untilPublished(stack: Stack): Promise<void> {
  for (const name of WRITING_SUBGRAPHS) {
    const waiting = () => count(stack, name, 'select count(*) from unpublished')
    await eventually(`everything of ${name} is published`, async () => (await waiting()) === 0)
  }
}

async function brokerSizes(stack: Stack): Promise<Sizes> {
  const nats = await connectNats({ ...stack.nats('ops'), name: 'bench-sizes' })
  try {
    const { state } = await (await nats.jetstreamManager()).streams.info(STREAM)
    return { stream: state.bytes, streamMessages: state.messages }
  } finally {
    await nats.close()
  }
}

/** With what is still in its write-ahead log. */
async function dashboardSize({ dataDir }: Stack): Promise<number> {
  const file = resolve(dataDir, 'dashboard/dashboard.sqlite')
  const sizes = await Promise.all(
    [file, `${file}-wal`].map((path) =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
