import { GraphQLError } from 'graphql'
import type { Cause } from '@ebook/nats/outbox'
import type { Viewer } from './identity.ts'
import type { RequestContext } from './request.ts'
import type { Role } from './roles.ts'

/** The caller, who has one of the roles. Throws UNAUTHENTICATED without a valid token, FORBIDDEN without the role. */
export function requireRole(context: Pick<RequestContext, 'viewer'>, ...roles: readonly [Role, ...Role[]]): Viewer {
  const { viewer } = context
  if (viewer === undefined) {
    throw new GraphQLError('This needs a valid token.', { extensions: { code: 'UNAUTHENTICATED' } })
  }
  if (!roles.some((role) => viewer.roles.includes(role))) {
    throw new GraphQLError(`This needs the role ${roles.join(' or ')}.`, { extensions: { code: 'FORBIDDEN' } })
  }
  return viewer
}

/** The caller, who is this subject or an ADMIN. Throws as `requireRole` does. */
export function requireSubject(context: Pick<RequestContext, 'viewer'>, sub: string): Viewer {
  const viewer = requireRole(context, 'MEMBER', 'ADMIN')
  return viewer.sub === sub ? viewer : requireRole(context, 'ADMIN')
}

/**
 * Why the events of this request happen. Who has both roles acts as ADMIN, unless `as` says otherwise: a librarian
 * who borrows a book does so as a MEMBER.
 */
export function causeOf(
  context: Pick<RequestContext, 'viewer' | 'requestId' | 'traceparent'>,
  correlationId: string,
  as?: Role,
): Cause {
  const viewer = as === undefined ? requireRole(context, 'ADMIN', 'MEMBER') : requireRole(context, as)
  const role = as ?? (viewer.roles.includes('ADMIN') ? 'ADMIN' : 'MEMBER')
  return {
    correlationId,
    causationId: context.requestId,
    actor: `${role}:${viewer.sub}`,
    ...(context.traceparent === undefined ? {} : { traceparent: context.traceparent }),
  }
}
