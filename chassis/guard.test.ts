import { describe, expect, test } from 'vitest'
import { causeOf, requireRole } from './guard.ts'
import type { Role } from './roles.ts'

const asking = (...roles: Role[]) => ({
  viewer: { sub: 'ann', roles, expiresAt: new Date(0), token: 'x' },
  requestId: 'request-1',
})

describe('C28 a role is required:', () => {
  test('who has it is let through', () => {
    expect(requireRole(asking('MEMBER'), 'MEMBER').sub).toBe('ann')
    expect(requireRole(asking('MEMBER'), 'ADMIN', 'MEMBER').sub).toBe('ann')
  })
  test('without a token it is UNAUTHENTICATED', () => {
    expect(() => requireRole({}, 'MEMBER')).toThrow(
      expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED' } }),
    )
  })
  test.each<[Role[], Role]>([
    [['MEMBER'], 'ADMIN'],
    [['ADMIN'], 'MEMBER'],
    [[], 'MEMBER'],
  ])('with %j instead of %s it is FORBIDDEN', (roles, required) => {
    expect(() => requireRole(asking(...roles), required)).toThrow(
      expect.objectContaining({ extensions: { code: 'FORBIDDEN' } }),
    )
  })
})

describe('C12 the cause of an event is', () => {
  test('the request, the caller and what ties it together', () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    expect(causeOf({ ...asking('MEMBER'), traceparent }, 'rental-1')).toEqual({
      correlationId: 'rental-1',
      causationId: 'request-1',
      actor: 'MEMBER:ann',
      traceparent,
    })
  })
  test('without a trace when the request had none', () => {
    expect(causeOf(asking('ADMIN'), 'rental-1')).toEqual({
      correlationId: 'rental-1',
      causationId: 'request-1',
      actor: 'ADMIN:ann',
    })
  })
  test('in the role in which the caller acts', () => {
    expect(causeOf(asking('MEMBER', 'ADMIN'), 'rental-1').actor).toBe('ADMIN:ann')
    expect(causeOf(asking('MEMBER', 'ADMIN'), 'rental-1', 'MEMBER').actor).toBe('MEMBER:ann')
    expect(() => causeOf(asking('ADMIN'), 'rental-1', 'MEMBER')).toThrow('This needs the role MEMBER.')
  })
  test('nobody, and that is refused', () => {
    expect(() => causeOf({ requestId: 'request-1' }, 'rental-1')).toThrow('This needs a valid token.')
  })
})
