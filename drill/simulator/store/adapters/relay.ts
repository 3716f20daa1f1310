import { markPublished, numberOutbox, readUnpublished } from '@ebook/nats/sql/publish-outbox'
import { beginEpoch, knownStream, lastPosition, publishAgain } from '@ebook/nats/sql/relay-state'
import type { MessagingTables } from '@ebook/nats/tables'
import { adaptersOver, type Adapter } from '../adapter.ts'
import type { Tables } from '../database.ts'

const adapter = adaptersOver<MessagingTables>()

function stateOf({ relay_state }: Tables<MessagingTables>) {
  const [state] = relay_state.rows
  if (!state) throw new Error('relay_state has no row')
  return state
}

export const relayAdapters: readonly Adapter[] = [
  adapter(beginEpoch, (tables) => {
    const state = stateOf(tables)
    return tables.relay_state.update(state, { epoch: String(Number(state.epoch) + 1) }).epoch
  }),
  adapter(lastPosition, (tables, _, epoch) => {
    const state = stateOf(tables)
    return state.epoch === epoch ? Number(state.last_pos) : undefined
  }),
  adapter(knownStream, (tables) => stateOf(tables).stream_identity),
  adapter(publishAgain, (tables, _, epoch, stream_identity) => {
    const state = stateOf(tables)
    if (state.epoch !== epoch) return
    for (const row of tables.outbox.rows) if (row.published_at) tables.outbox.update(row, { published_at: null })
    tables.relay_state.update(state, { stream_identity })
  }),
  adapter(numberOutbox, (tables, _, epoch, limit) => {
    const state = stateOf(tables)
    const waiting = tables.outbox.rows.filter(({ pos }) => pos === null)
    if (state.epoch !== epoch || waiting.length === 0) return
    let last = Number(state.last_pos)
    const inOrder = waiting.toSorted((one, other) => Number(one.seq) - Number(other.seq))
    for (const row of inOrder.slice(0, limit)) tables.outbox.update(row, { pos: String((last += 1)) })
    tables.relay_state.update(state, { last_pos: String(last) })
  }),
  adapter(readUnpublished, ({ outbox }, _, limit) =>
    outbox.rows
      .filter(({ pos, published_at }) => pos !== null && published_at === null)
      .map(({ event, pos }) => ({ event, pos: Number(pos) }))
      .toSorted((one, other) => one.pos - other.pos)
      .slice(0, limit),
  ),
  adapter(markPublished, (tables, published_at, epoch, acknowledged) => {
    if (stateOf(tables).epoch !== epoch) return
    for (const id of acknowledged) {
      const row = tables.outbox.get(id)
      if (row) tables.outbox.update(row, { published_at })
    }
  }),
]
