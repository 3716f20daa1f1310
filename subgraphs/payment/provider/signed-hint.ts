import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Hint } from './provider.ts'

/** A message that is older may be somebody else's copy of it. */
const OLDEST_MS = 5 * 60_000

const Message = z.object({ key: z.string().min(1).max(200) })

/** As the simulated bank signs its messages (Standard Webhooks): over the id, the time and the very bytes. */
export function signatureOf(secret: string, id: string, timestamp: string, body: Buffer): string {
  return `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest('base64')}`
}

/** What a message is about; undefined when it is not the bank's, or older than five minutes. */
export function signedHint(
  secret: string,
  body: Buffer,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Hint | undefined {
  const given = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name])
  const [id, timestamp, signature] = given
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signature !== 'string') return undefined
  if (id.length > 200 || !(Math.abs(Date.now() - Number(timestamp) * 1_000) <= OLDEST_MS)) return undefined
  const expected = Buffer.from(signatureOf(secret, id, timestamp, body))
  const told = Buffer.from(signature)
  if (told.length !== expected.length || !timingSafeEqual(told, expected)) return undefined
  const message = Message.safeParse(parsed(body))
  return message.success ? { id, about: { key: message.data.key } } : undefined
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
