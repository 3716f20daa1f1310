import { randomBytes } from 'node:crypto'

/** 192 random bits. Begins with a letter, as nats-server's configuration wants it, and needs no quoting anywhere. */
export function newSecret(): string {
  return `k${randomBytes(24).toString('hex')}`
}
