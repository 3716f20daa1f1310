import { connect } from 'nats'
import { declareBroker } from '@ebook/nats/declare'
import { LISTENERS } from '../subgraphs/subgraphs.ts'

export interface BrokerSettings {
  /** One address, or several, comma separated. */
  readonly url: string
  /** The password of the user `ops`. */
  readonly password: string
  readonly streamReplicas: number
  /** See Declaration. */
  readonly ackWaitMs?: number | undefined
}

const CONNECT_MS = 2_000

/** Makes the stream and the durables what this version says they are. Safe to repeat. Throws what the client throws. */
export async function prepareBroker(settings: BrokerSettings): Promise<void> {
  const { url, password, streamReplicas, ackWaitMs } = settings
  const servers = url.split(',')
  const nats = await connect({ servers, user: 'ops', pass: password, reconnect: false, timeout: CONNECT_MS })
  try {
    await declareBroker(await nats.jetstreamManager(), { streamReplicas, listeners: LISTENERS, ackWaitMs })
  } finally {
    await nats.close()
  }
}
