import { buildSchema } from 'graphql'
import { expect, test } from 'vitest'
import { differences } from './differences.ts'

test('what has to be given, because its default is gone, is told with the default', () => {
  const [before, after] = ['b: Int! = 1', 'b: Int!'].map((given) => buildSchema(`type Query { a(${given}): Int }`))
  if (before === undefined || after === undefined) throw new Error('there are two')
  expect(differences(before, after).map(({ message }) => message)).toEqual(['Query.a(b:) was Int! = 1 and is Int!'])
})
