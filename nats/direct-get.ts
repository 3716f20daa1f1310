import { randomUUID } from 'node:crypto'
import type { Msg, NatsConnection } from 'nats'
import { replyPlace } from './connection.ts'
import { STREAM } from './stream.ts'

/** A message of the stream as it is stored. */
export interface Stored {
  readonly subject: string
  readonly sequence: number
  /** When the stream took it in, to the nanosecond: with its sequence it tells it from every other message. */
  readonly storedAt: string
  /** How many messages were behind it. */
  readonly behind: number
  readonly text: string
}

/** The server did not give the end of an answer in time, or refused to give any. */
export class NotRead extends Error {
  override readonly name = 'NotRead'
}

const ANSWER_MS = 5_000
const END = 204
const NONE = 404
// Below what one connection may have under way at the server, and below the default of a direct answer.
const BYTES = 4 * 1024 * 1024

/**
 * The messages from a sequence on, at most so many: none when the stream has no such message yet. Needs no consumer, which
 * would have to be made, would be forgotten, and could be told to deliver elsewhere. Throws NotRead.
 */
export async function readFrom(nats: NatsConnection, sequence: number, most: number): Promise<Stored[]> {
  const read: Stored[] = []
  const { promise, resolve, reject } = Promise.withResolvers<Stored[]>()
  const take = (message: Msg) => {
    const { headers } = message
    if (headers?.code === END || headers?.code === NONE) return resolve(read)
    const at = Number(headers?.get('Nats-Sequence'))
    if (!headers || headers.code > 0 || !at) {
      return reject(
        new NotRead(`the stream is not given: ${headers?.code ?? 'no'} ${headers?.description ?? 'headers'}`),
      )
    }
    read.push({
      subject: headers.get('Nats-Subject'),
      sequence: at,
      storedAt: headers.get('Nats-Time-Stamp'),
      behind: Number(headers.get('Nats-Num-Pending')),
      text: message.string(),
    })
  }
  const reply = replyPlace(nats, 'stream', randomUUID())
  const subscription = nats.subscribe(reply, {
    callback: (error, message) => (error ? reject(error) : take(message)),
  })
  const late = setTimeout(() => reject(new NotRead(`no end of an answer in ${ANSWER_MS} ms`)), ANSWER_MS)
  try {
    nats.publish(`$JS.API.DIRECT.GET.${STREAM}`, JSON.stringify({ seq: sequence, batch: most, max_bytes: BYTES }), {
      reply,
    })
    return await promise
  } finally {
    clearTimeout(late)
    subscription.unsubscribe()
  }
}
