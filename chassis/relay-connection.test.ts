import { GraphQLError } from 'graphql'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { connectionOf, decodeCursor, encodeCursor, InvalidCursor, pageOf } from './relay-connection.ts'

const Key = z.tuple([z.string()])
const rows = (...ids: string[]) => ids.map((id) => ({ id }))
const keyOf = ({ id }: { id: string }) => [id]

describe('a page', () => {
  test('is of 20 from the start if nothing is asked for', () => {
    expect(pageOf({}, Key)).toEqual({ first: 20, after: undefined })
    expect(pageOf({ first: null, after: null }, Key)).toEqual({ first: 20, after: undefined })
  })

  test.each([1, 100])('may be of %i', (first) => expect(pageOf({ first }, Key).first).toBe(first))

  test.each([0, -1, 101, 1.5, NaN])('of %s is refused, and the argument is named', (first) => {
    const page = () => pageOf({ first }, Key)
    expect(page).toThrow(GraphQLError)
    expect(page).toThrow(expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', argumentName: 'first' } }))
  })
})

describe('a cursor', () => {
  test('comes back as the key it was made from, and is fit for a URL', () => {
    const cursor = encodeCursor(['2026-11-21T01:58:43.000Z', 7, 'ë/+?'])
    expect(cursor).toMatch(/^[\w-]+$/)
    expect(decodeCursor(cursor, z.tuple([z.string(), z.int(), z.string()]))).toEqual([
      '2026-11-21T01:58:43.000Z',
      7,
      'ë/+?',
    ])
  })

  test.each([
    ['empty', ''],
    ['not base64url', 'a b=c'],
    ['not JSON', Buffer.from('x').toString('base64url')],
    ['of another list', encodeCursor([1, 2])],
    ['an object', Buffer.from('{"__proto__":1}').toString('base64url')],
    ['long', encodeCursor(['x'.repeat(2_000)])],
    ['of what no row holds', encodeCursor(['a\u0000b'])],
  ])('that is %s is refused, and the argument is named', (_what, after) => {
    const page = () => pageOf({ after }, Key)
    expect(page).toThrow(InvalidCursor)
    expect(page).toThrow(expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', argumentName: 'after' } }))
  })
})

describe('a connection', () => {
  test('says by the one row too many that more follow', () => {
    const connection = connectionOf(rows('a', 'b', 'c'), pageOf({ first: 2 }, Key), keyOf, 9)
    expect(connection).toEqual({
      edges: [
        { cursor: encodeCursor(['a']), node: { id: 'a' } },
        { cursor: encodeCursor(['b']), node: { id: 'b' } },
      ],
      pageInfo: {
        hasNextPage: true,
        hasPreviousPage: false,
        startCursor: encodeCursor(['a']),
        endCursor: encodeCursor(['b']),
      },
      totalCount: 9,
    })
  })

  test('ends when there is no row too many', () => {
    const page = pageOf({ first: 2, after: encodeCursor(['b']) }, Key)
    expect(page.after).toEqual(['b'])
    expect(connectionOf(rows('c', 'd'), page, keyOf, 4).pageInfo).toMatchObject({
      hasNextPage: false,
      hasPreviousPage: true,
    })
  })

  test('may be empty', () => {
    expect(connectionOf(rows(), pageOf({}, Key), keyOf, 0)).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      totalCount: 0,
    })
  })
})
