import { GraphQLError, Kind } from 'graphql'
import { describe, expect, test } from 'vitest'
import { DateTime } from './date-time.ts'

describe('DateTime', () => {
  test('H16 goes out as UTC with milliseconds, also around New Year', () => {
    expect(DateTime.serialize(new Date('2026-12-31T23:59:59.999Z'))).toBe('2026-12-31T23:59:59.999Z')
    expect(DateTime.serialize('2027-01-01T08:59:59+09:00')).toBe('2026-12-31T23:59:59.000Z')
  })

  test.each([new Date(NaN), 'yesterday', 1_700_000_000, null, {}])(
    'cannot go out as %s: that is a bug of ours, no answer',
    (value) => {
      expect(() => DateTime.serialize(value)).toThrow(TypeError)
    },
  )

  test('comes in with a zone, and is made UTC', () => {
    expect(DateTime.parseValue('2026-11-21T10:58:43+09:00')).toBe('2026-11-21T01:58:43.000Z')
    expect(DateTime.parseLiteral({ kind: Kind.STRING, value: '2028-02-29T00:00:00.123456Z' })).toBe(
      '2028-02-29T00:00:00.123Z',
    )
  })

  test.each(['0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'])('takes %s, and others can read it', (at) => {
    expect(DateTime.parseValue(at)).toBe(at)
  })

  test.each([
    '2026-11-21',
    '2026-11-21T01:58:43',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-21T25:00:00Z',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-14:00',
    'now',
    5,
    null,
  ])('refuses %s', (value) => {
    expect(() => DateTime.parseValue(value)).toThrow(GraphQLError)
    expect(() => DateTime.parseValue(value)).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }),
    )
  })

  test('refuses a literal that is no string', () => {
    expect(() => DateTime.parseLiteral({ kind: Kind.INT, value: '5' })).toThrow(GraphQLError)
  })
})
