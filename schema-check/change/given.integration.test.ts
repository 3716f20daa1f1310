import { buildSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { findingsOf } from '../corpus/read-cases.ts'
import { change, expected, found } from '../testing/corpus.ts'
import { checkSchema } from './check-schema.ts'
import { differences } from './differences.ts'

const books = 'books(first: Int = 20, order: Order = TITLE, filter: BookFilter, tag: String,'

const changes = [
  change(
    'an argument more',
    [['catalogue', books, `${books} language: String,`]],
    ['notice argument-added Query.books(language:)', 'catalogue books('],
  ),
  change(
    'an argument more that has to be given',
    [['catalogue', 'search(text: String!)', 'search(text: String!, language: String!)']],
    ['error argument-required-added Query.search(language:)', 'catalogue search(', 'Find!'],
    ['error operation-broken Find', 'web query Find', 'Find!'],
  ),
  change(
    'an argument more that has a default',
    [['catalogue', books, `${books} language: String! = "ko",`]],
    ['notice argument-added Query.books(language:)', 'catalogue books('],
  ),
  change(
    'an argument less that nobody gives',
    [['catalogue', ' tag: String,', '']],
    ['error argument-removed Query.books(tag:)', '-catalogue books('],
  ),
  change(
    'an argument less that is given',
    [['loans', 'loans(first: Int = 10)', 'loans']],
    ['error argument-removed Book.loans(first:)', '-loans loans(first', 'BookPage!'],
    ['error operation-broken BookPage', 'web book(id: $id)', 'BookPage!'],
  ),
  change(
    'an argument that need not be given',
    [['catalogue', 'search(text: String!)', 'search(text: String)']],
    ['notice argument-loosened Query.search(text:)', 'catalogue search('],
  ),
  change(
    'an argument that has to be given',
    [['catalogue', 'tag: String,', 'tag: String!,']],
    ['error argument-tightened Query.books(tag:)', 'catalogue books(', 'Books!', 'Novels!'],
    ['error operation-broken Books', 'web books(order: $order', 'Books!'],
    ['error operation-broken Novels', 'web query Novels', 'Novels!'],
  ),
  change(
    'an argument that may not be null, with a default',
    [['catalogue', 'order: Order = TITLE', 'order: Order! = TITLE']],
    ['warning argument-null-refused Query.books(order:)', 'catalogue books(', 'Books?'],
  ),
  change(
    'an argument of a wider type, which a variable does not fit',
    [['catalogue', 'book(id: ID!)', 'book(id: String!)']],
    ['error argument-type-changed Query.book(id:)', 'catalogue book(id', 'BookPage!'],
    ['error operation-broken BookPage', 'web query BookPage', 'BookPage!'],
  ),
  change(
    'another default of an argument that may be left out',
    [['catalogue', 'Order = TITLE', 'Order = NEWEST']],
    ['warning argument-default-changed Query.books(order:)', 'catalogue books(', 'Books?', 'Novels?'],
  ),
  change(
    'another default of an argument that is always given',
    [['loans', 'first: Int = 10', 'first: Int = 20']],
    ['warning argument-default-changed Book.loans(first:)', 'loans loans(first'],
  ),
  change(
    'a field more of an input',
    [['loans', '  grams', '  city: String\n  grams']],
    ['notice input-field-added ParcelInput.city', 'loans city'],
  ),
  change(
    'a field more of an input that has to be given',
    [['loans', '  bookId: ID!', '  bookId: ID!\n  reader: ID!']],
    ['error input-field-required-added LendInput.reader', 'loans reader', 'Lend!'],
    ['error operation-broken Lend', 'web mutation Lend', 'Lend!'],
  ),
  change(
    'a field more that has to be given, of an input that need not be',
    [['loans', '  street: String!', '  street: String!\n  city: String!']],
    ['error input-field-required-added ParcelInput.city', 'loans city', 'Lend?'],
  ),
  change(
    'a field more that has to be given, of an input that a variable may leave out and an operation writes out',
    [['catalogue', '  until: Int\n', '  until: Int\n  size: Int!\n']],
    ['error input-field-required-added BookFilter.size', 'catalogue size', 'Books?', 'Novels!'],
    ['error operation-broken Novels', 'web query Novels', 'Novels!'],
  ),
  change(
    'a field more of an input that has a default',
    [['loans', '  grams', '  air: Boolean! = false\n  grams']],
    ['notice input-field-added ParcelInput.air', 'loans air'],
  ),
  change(
    'a field less of an input',
    [['catalogue', '  until: Int\n', '']],
    ['error input-field-removed BookFilter.until', '-catalogue until', 'Books?'],
  ),
  change(
    'a field less of an input that an operation writes out',
    [['catalogue', '  genre: Genre # wanted\n', '']],
    ['error input-field-removed BookFilter.genre', '-catalogue # wanted', 'Books?', 'Novels!'],
    ['error operation-broken Novels', 'web query Novels', 'Novels!'],
  ),
  change(
    'a field of an input that may not be null',
    [['loans', 'grams: Int', 'grams: Int!']],
    ['error input-field-tightened ParcelInput.grams', 'loans grams', 'Lend?'],
  ),
  change(
    'a field of an input that need not be given',
    [['loans', 'street: String!', 'street: String']],
    ['notice input-field-loosened ParcelInput.street', 'loans street'],
  ),
  change(
    'a field of an input of another type',
    [['loans', 'grams: Int', 'grams: String']],
    ['error input-field-type-changed ParcelInput.grams', 'loans grams', 'Lend?'],
  ),
  change(
    'another default in an input',
    [['catalogue', 'since: Int = 1900', 'since: Int = 2000']],
    ['warning input-field-default-changed BookFilter.since', 'catalogue since', 'Books?', 'Novels?'],
  ),
  change(
    'no null in an input, with a default',
    [['loans', 'days: Int = 14', 'days: Int! = 14']],
    ['warning input-field-null-refused LendInput.days', 'loans days: Int! = 14', 'Lend?'],
  ),
  change(
    'a place less for a directive',
    [
      ['catalogue', 'FIELD | QUERY', 'FIELD'],
      ['loans', 'FIELD | QUERY', 'FIELD'],
    ],
    ['error directive-removed @cached', '-catalogue directive @cached', 'Cached!'],
    ['error operation-broken Cached', 'web query Cached', 'Cached!'],
  ),
  change(
    'no directive any more',
    [
      ['catalogue', 'directive @cached(seconds: Int = 60) on FIELD | QUERY', ''],
      ['loans', 'directive @cached(seconds: Int = 60) on FIELD | QUERY', ''],
    ],
    ['error directive-removed @cached', '-catalogue directive @cached', 'Cached!'],
    ['error operation-broken Cached', 'web query Cached', 'Cached!'],
  ),
]

describe('a change of what is given:', () => {
  test.each(changes)('$name', (one) => expect(found([checkSchema], one)).toEqual(expected(one)))
})

describe('a default', () => {
  const told = (before: string, after: string) => {
    const schema = (text: string) => buildSchema(`type Query { a(b: ${text}): Int }`)
    return differences(schema(before), schema(after)).map(({ rule }) => rule)
  }

  test('that comes or goes decides whether an argument has to be given', () => {
    expect(told('Int!', 'Int! = 5')).toEqual(['argument-loosened'])
    expect(told('Int! = 5', 'Int!')).toEqual(['argument-tightened'])
    expect(told('Int = 5', 'Int!')).toEqual(['argument-tightened'])
    expect(told('Int', 'Int = 5')).toEqual(['argument-default-changed'])
    expect(told('Int = 5', 'Int = null')).toEqual(['argument-default-changed'])
  })

  test('is told beside what else changes', () => {
    expect(told('Int', 'Int! = 5')).toEqual(['argument-null-refused', 'argument-default-changed'])
    expect(told('[Int] = [5]', '[Int!] = [6]')).toEqual(['argument-tightened', 'argument-default-changed'])
    expect(told('Int = 5', 'String = "5"')).toEqual(['argument-type-changed'])
    expect(told('[Int!] = [5]', '[Int!] = [ 5 ]')).toEqual([])
  })
})

describe('what the supergraph of Apollo does not show to clients, and another might:', () => {
  const schema = (text: string) => buildSchema(`type Query { a(b: In): Int }\n${text}`)
  const told = (before: string, after: string) =>
    differences(schema(before), schema(after)).map(({ rule, coordinate }) => `${rule} ${coordinate}`)

  test('of the fields of an input only one may be given', () => {
    const [any, one] = ['input In { c: Int d: Int }', 'input In @oneOf { c: Int d: Int }']
    expect(told(any, one)).toEqual(['input-one-of-added In'])
    expect(told(one, any)).toEqual(['input-one-of-removed In'])
  })

  test('an argument of a directive', () => {
    const input = 'input In { c: Int }\n'
    const [any, one] = ['directive @d(e: Int) on FIELD', 'directive @d(e: Int!) on FIELD']
    expect(told(input + any, input + one)).toEqual(['argument-tightened @d(e:)'])
    expect(told(input + one, input + any)).toEqual(['argument-loosened @d(e:)'])
    expect(told(input, input + any)).toEqual(['directive-added @d'])
  })

  test('D7: a directive that may stand in one place only once', () => {
    const input = 'input In { c: Int }\n'
    const [often, once] = ['directive @d repeatable on FIELD | QUERY', 'directive @d on FIELD | QUERY']
    expect(told(input + often, input + once)).toEqual(['directive-not-repeatable @d'])
    expect(told(input + once, input + often)).toEqual([])
  })

  test('a whole root type', () => {
    const input = 'input In { c: Int }\n'
    const mutation = 'type Mutation { e: Int }'
    expect(differences(schema(input + mutation), schema(input))).toMatchObject([
      { rule: 'type-removed', severity: 'error', coordinate: 'Mutation' },
    ])
    expect(told(input, input + mutation)).toEqual(['type-added Mutation'])
  })
})

describe('where clients send the stored operations alone, an input of which one field may be given', () => {
  const told = (...operations: readonly string[]) => {
    const side = (directive: string) =>
      [
        `type Query { a(in: In): Int }`,
        `input In ${directive} { c: Int d: Int }`,
        '+++ operations',
        ...operations,
      ].join('\n')
    const one = { name: '', verdict: '', told: [], before: side(''), after: side('@oneOf') }
    return findingsOf(one, { clients: 'stored' })
      .filter(({ severity }) => severity === 'error')
      .map(({ rule, coordinate }) => `${rule} ${coordinate}`)
  }

  test('breaks none that gives exactly one', () => {
    expect(told()).toEqual([])
    expect(told('query One { a(in: { c: 1 }) }', 'query Sure($c: Int!) { a(in: { c: $c }) }')).toEqual([])
  })

  test('breaks those that give none, two, null or a variable that may be null', () => {
    const given = { None: '{}', Two: '{ c: 1, d: 2 }', Null: '{ c: null }' }
    for (const [name, value] of Object.entries(given)) {
      expect(told(`query ${name} { a(in: ${value}) }`)).toEqual([`operation-broken ${name}`])
    }
    expect(told('query Maybe($c: Int) { a(in: { c: $c }) }')).toEqual(['operation-broken Maybe'])
  })

  test('may break those that have it in a variable', () => {
    expect(told('query Any($in: In) { a(in: $in) }')).toEqual(['input-one-of-added In'])
  })
})
