import { storeOperation } from '../store-operation.ts'

/** What the relay asks of its own database connection. */
export interface RelayConnection {
  query(statement: string | { name: string; text: string; values: unknown[] }): Promise<{ rows: unknown[] }>
}

export interface Epoch {
  readonly epoch: string
  /** The identity of the stream into which the outbox was published; null before the first. */
  readonly stream: string | null
}

/** Begins an epoch: whoever wrote under an earlier one changes nothing from here on. */
export const beginEpoch = storeOperation('nats/begin-epoch', async (client: RelayConnection): Promise<Epoch> => {
  const { rows } = await client.query(
    'update relay_state set epoch = epoch + 1 returning epoch, stream_identity as stream',
  )
  const [state] = rows as Epoch[]
  if (!state) throw new Error('relay_state has no row: the messaging migrations did not run')
  return state
})

/** Into a stream that is new everything is published again. Nothing happens when another relay leads. */
export const publishAgain = storeOperation(
  'nats/publish-again',
  async (client: RelayConnection, epoch: string, stream: string): Promise<void> => {
    await client.query({
      name: 'publish-again',
      text: `
        with led as (
          update relay_state set stream_identity = $1 where epoch = $2 returning epoch
        )
        update outbox set published_at = null from led where published_at is not null`,
      values: [stream, epoch],
    })
  },
)
