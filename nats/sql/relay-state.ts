import { storeOperation } from '../store-operation.ts'

/** What the relay asks of its own database connection. */
export interface RelayConnection {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
}

/** Begins an epoch: whoever wrote under an earlier one changes nothing from here on. */
export const beginEpoch = storeOperation('nats/begin-epoch', async (client: RelayConnection): Promise<string> => {
  const { rows } = await client.query('update relay_state set epoch = epoch + 1 returning epoch')
  const [state] = rows as { epoch: string }[]
  if (!state) throw new Error('relay_state has no row: the messaging migrations did not run')
  return state.epoch
})

/** The newest position that was given; undefined when another relay leads. */
export const lastPosition = storeOperation(
  'nats/last-position',
  async (client: RelayConnection, epoch: string): Promise<number | undefined> => {
    const { rows } = await client.query('select last_pos from relay_state where epoch = $1', [epoch])
    const [state] = rows as { last_pos: string }[]
    return state && Number(state.last_pos)
  },
)

/** The identity of the stream into which the outbox was published; null before the first. */
export const knownStream = storeOperation(
  'nats/known-stream',
  async (client: RelayConnection): Promise<string | null> => {
    const { rows } = await client.query('select stream_identity from relay_state')
    return (rows as { stream_identity: string | null }[])[0]?.stream_identity ?? null
  },
)

/** Into a stream that is new everything is published again. Nothing happens when another relay leads. */
export const publishAgain = storeOperation(
  'nats/publish-again',
  async (client: RelayConnection, epoch: string, stream: string): Promise<void> => {
    await client.query('begin')
    await client.query(
      'update outbox set published_at = null where published_at is not null and exists (select from relay_state where epoch = $1)',
      [epoch],
    )
    await client.query('update relay_state set stream_identity = $1 where epoch = $2', [stream, epoch])
    await client.query('commit')
  },
)
