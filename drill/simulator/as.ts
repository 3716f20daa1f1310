import { Consistency } from '@ebook/chassis/consistency'
import type { RequestContext } from '@ebook/chassis/request'
import { quietLog } from './processes.ts'

/** A request of somebody who is known. */
export const as = (sub: string, role: 'MEMBER' | 'ADMIN'): RequestContext => ({
  viewer: { sub, roles: [role], expiresAt: new Date(0), token: '' },
  requestId: `a request of a ${role}`,
  consistency: new Consistency(),
  signal: new AbortController().signal,
  log: quietLog,
  loaders: undefined,
})
