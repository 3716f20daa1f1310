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

/**
 * Begins an epoch: whoever wrote under an earlier one changes nothing from here on. What a relay of the release before has
 * published since is marked, and what it left is taken over (migrations/published.ts).
 */
export const beginEpoch = storeOperation('nats/begin-epoch', async (client: RelayConnection): Promise<Epoch> => {
  const { rows } = await client.query(`
    with taken_over as (
      update outbox set published_at = '-infinity' where published_at is null and pos is not null returning pos
    ), published_before as (
      select pos from relay_state, unnest(int8multirange(int8range(1, last_pos + 1)) - published) as gap
      join outbox on pos >= lower(gap) and pos < upper(gap) where published_at > begun_at
    )
    update relay_state set epoch = epoch + 1, begun_at = now(), published = published
      + coalesce((select range_agg(int8range(pos, pos + 1)) from published_before), '{}')
      - coalesce((select range_agg(int8range(pos, pos + 1)) from taken_over), '{}')
    returning epoch, stream_identity as stream`)
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
      text: `update relay_state set stream_identity = $1, published = '{}' where epoch = $2`,
      values: [stream, epoch],
    })
  },
)
