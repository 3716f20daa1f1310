import { connectNats } from '@ebook/nats/connection'
import type { Stack } from '@ebook/stack/stack'

export interface StreamWatch {
  /** When the event that a member applied for the rental came from the stream, in milliseconds of the epoch. */
  rentedSeen(rentalId: string): number | undefined
  stop(): Promise<void>
}

/** Reads rent's events beside the dashboard, with a consumer like its own: what came before is the outbox' and the relay's. */
export async function watchStream(stack: Stack): Promise<StreamWatch> {
  const nats = await connectNats({ ...stack.nats('ops'), name: 'bench-watch' })
  const consumer = await nats.jetstream().consumers.get('EBOOK', { filterSubjects: 'ebook.rent.>' })
  const seen = new Map<string, number>()
  const consumption = await consumer.consume({
    callback(message) {
      const { type, subject } = message.json<{ type: string; subject: string }>()
      if (type === 'ebook.rent.Rented.v1') seen.set(subject, performance.timeOrigin + performance.now())
    },
  })
  return {
    rentedSeen: (rentalId) => seen.get(rentalId),
    async stop() {
      await consumption.close()
      await nats.close()
    },
  }
}
