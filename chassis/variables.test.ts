import { buildSchema, Kind, parse, type OperationDefinitionNode } from 'graphql'
import { expect, test } from 'vitest'
import { variablesProblem } from './variables.ts'

const schema = buildSchema(`
  scalar Instant
  enum Size { SMALL LARGE }
  input Part { name: String!, counts: [Int!], size: Size }
  input Whole { parts: [Part!], at: Instant, self: Whole, fee: Int }
  type Query { a(whole: Whole, list: [Int!]!, size: Size): Int }
`)
const text = 'query ($whole: Whole, $list: [Int!]!, $size: Size = SMALL) { a(whole: $whole, list: $list, size: $size) }'
const [operation] = parse(text).definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION)
const problem = (variables: object) =>
  variablesProblem(schema, operation as OperationDefinitionNode, { list: [], ...variables })

const SECRET = 'Did you mean the secret? '.repeat(4_000)

test.each([
  [
    'whole.parts.1.counts.0',
    { whole: { parts: [{ name: 'a' }, { name: 'b', counts: [SECRET] }] } },
    'Expected type "Int!".',
  ],
  ['whole.parts.0.name', { whole: { parts: [{ name: { SECRET } }] } }, 'Expected type "String!".'],
  ['whole.parts.0.size', { whole: { parts: [{ name: 'a', size: SECRET }] } }, 'Expected type "Size".'],
  ['whole.fee', { whole: { fee: 1e300 } }, 'Expected type "Int".'],
  ['size', { size: SECRET }, 'Expected type "Size".'],
  ['list', { list: null }, 'Expected non-nullable type "[Int!]!" not to be null.'],
  ['whole', { whole: SECRET }, 'Expected type "Whole" to be an object.'],
  ['whole.parts.0', { whole: { parts: [{}] } }, 'Field "name" of required type "String!" was not provided.'],
])('C28 %s is named, with what would be right, and its value is not quoted', (place, variables, wanted) => {
  expect(problem(variables)).toMatchObject({
    message: `The variable "${place}" does not fit. ${wanted}`,
    extensions: { code: 'BAD_USER_INPUT', reason: 'BAD_VARIABLES' },
  })
})

test('C28 a variable that must be given is missing', () => {
  expect(problem({ list: undefined })?.message).toBe(
    'The variable "list" does not fit. Expected non-nullable type "[Int!]!" not to be null.',
  )
  expect(variablesProblem(schema, operation as OperationDefinitionNode, undefined)?.message).toBe(
    'The variable "$list" must be given.',
  )
})

test('C28 what fits has no problem', () => {
  expect(problem({ whole: { at: SECRET, self: { parts: [] } }, size: 'LARGE', more: SECRET })).toBeUndefined()
})
