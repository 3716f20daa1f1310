import { expect, test } from 'vitest'
import { readAnswer } from './people.ts'

test('an answer is what its one field says', () => {
  expect(readAnswer(200, '{"data":{"requestRental":{"rental":{"id":"1"},"userErrors":[]}}}')).toEqual({
    payload: { rental: { id: '1' }, userErrors: [] },
    codes: [],
  })
})

test('errors that come with 200 are told, and user errors with them', () => {
  const refused = '{"data":{"requestRental":{"rental":null,"userErrors":[{"code":"PRICE_CHANGED"}]}}}'
  expect(readAnswer(200, refused).codes).toEqual(['PRICE_CHANGED'])
  const failed =
    '{"data":null,"errors":[{"message":"The subgraph is away.","extensions":{"code":"SUBGRAPH_UNAVAILABLE"}}]}'
  expect(readAnswer(200, failed)).toEqual({ codes: ['SUBGRAPH_UNAVAILABLE'], why: 'The subgraph is away.' })
})

test('what is no JSON, or says nothing, is told by its status', () => {
  expect(readAnswer(502, '<html>')).toEqual({ codes: ['HTTP 502'] })
  expect(readAnswer(429, '{"data":null}')).toEqual({ codes: ['HTTP 429'] })
})
