import { describe, expect, test } from 'vitest'
import { change, expected, found } from '../testing/corpus.ts'
import { checkSchema } from './check-schema.ts'

const deprecated = [
  change(
    'removed long after its deprecation',
    [['catalogue', '  pages: Int @deprecated(reason: "2026-01-10: Use weight.")\n', '']],
    ['notice removed-after-deprecation Book.pages', '-catalogue pages'],
  ),
  change(
    'removed too soon after its deprecation',
    [['catalogue', '  isbn: String @deprecated(reason: "2026-11-01: Use id.")\n', '']],
    ['error removed-too-soon Book.isbn', '-catalogue isbn'],
  ),
  {
    ...change('removed too soon, with a shorter time', [
      ['catalogue', '  isbn: String @deprecated(reason: "2026-11-01: Use id.")\n', ''],
    ]),
    told: [['notice removed-after-deprecation Book.isbn', '-catalogue isbn']] as const,
    config: { deprecatedForDays: 20 },
  },
  change(
    'removed, and nobody knows since when it was deprecated',
    [['catalogue', '  cover: String @deprecated(reason: "Use title.")\n', '']],
    ['error removed-too-soon Book.cover', '-catalogue cover'],
  ),
  change(
    'an argument removed long after',
    [['catalogue', ', shelf: String @deprecated(reason: "2026-01-10: Use tag.")', '']],
    ['notice removed-after-deprecation Query.books(shelf:)', '-catalogue books('],
  ),
  change(
    'a field of an input removed long after',
    [['catalogue', '  shelf: String @deprecated(reason: "2026-01-10: Use author.")\n', '']],
    ['notice removed-after-deprecation BookFilter.shelf', '-catalogue   shelf', 'Books?'],
  ),
  change(
    'removed long after, and still used',
    [
      ['catalogue', '  pages: Int @deprecated(reason: "2026-01-10: Use weight.")\n', ''],
      ['web', 'query Old { books { pages } }\n'],
    ],
    ['notice removed-after-deprecation Book.pages', '-catalogue pages'],
    ['error operation-invalid Old', 'web query Old'],
  ),
  change(
    'deprecated today',
    [['catalogue', 'weight: Int', 'weight: Int @deprecated(reason: "2026-11-21: Use pages.")']],
    ['notice deprecated Book.weight', 'catalogue weight', 'BookPage?'],
  ),
  change(
    'deprecated without a day',
    [['catalogue', 'blurb: String', 'blurb: String @deprecated(reason: "Use title.")']],
    ['notice deprecated Book.blurb', 'catalogue blurb'],
    ['warning deprecation-undated Book.blurb', 'catalogue blurb'],
  ),
  change(
    'deprecated with a day long ago, which would let it go at once',
    [['catalogue', 'blurb: String', 'blurb: String @deprecated(reason: "2025-01-01: Use title.")']],
    ['notice deprecated Book.blurb', 'catalogue blurb'],
    ['warning deprecation-misdated Book.blurb', 'catalogue blurb'],
  ),
  change(
    'deprecated with a day of removal that has come, which would let it go at once',
    [['catalogue', 'blurb: String', 'blurb: String @deprecated(reason: "Use title. Removal after 2026-01-01")']],
    ['notice deprecated Book.blurb', 'catalogue blurb'],
    ['warning deprecation-misdated Book.blurb', 'catalogue blurb'],
  ),
  change(
    'deprecated with a day of removal that is to come',
    [['catalogue', 'blurb: String', 'blurb: String @deprecated(reason: "Use title. Removal after 2030-01-01")']],
    ['notice deprecated Book.blurb', 'catalogue blurb'],
  ),
  change(
    'dated back',
    [['catalogue', '2026-11-01: Use id', '2026-02-01: Use id']],
    ['warning deprecation-misdated Book.isbn', 'catalogue isbn'],
  ),
  {
    ...change('removed too soon, where only stored operations are run: clients were promised a day all the same', [
      ['catalogue', '  cover: String @deprecated(reason: "Use title.")\n', ''],
    ]),
    told: [['error removed-too-soon Book.cover', '-catalogue cover']] as const,
    config: { clients: 'stored' as const },
  },
  change(
    'deprecated in an implementation, and asked for through its interface',
    [['catalogue', '  id: ID!\n  name', '  id: ID! @deprecated(reason: "2026-11-20: Use name.")\n  name']],
    ['notice deprecated Author.id', 'catalogue 2026-11-20', 'Cached?'],
  ),
  change(
    'in use again',
    [['catalogue', ' @deprecated(reason: "2026-11-01: Use id.")', '']],
    ['notice undeprecated Book.isbn', 'catalogue isbn'],
  ),
]

const operations = [
  change(
    'an operation that this change drops with its field',
    [
      ['catalogue', '  subtitle: String\n', ''],
      ['web', 'title subtitle authors', 'title authors'],
    ],
    ['error field-removed Book.subtitle', '-catalogue subtitle', 'BookPage!'],
    ['warning operation-broken BookPage', '-web title subtitle', 'BookPage!'],
  ),
  change('an operation that is new and fits', [['web', 'query Shelf { books { title } }\n']]),
  change(
    'an operation that is new and does not fit',
    [['web', 'query Shelf { books { colour } }\n']],
    ['error operation-invalid Shelf', 'web query Shelf'],
  ),
  change(
    'an operation that was written ahead goes on waiting',
    [['catalogue', '  blurb: String\n', '']],
    ['error field-removed Book.blurb', '-catalogue blurb'],
  ),
  change(
    'an operation that was written ahead is served',
    [['catalogue', '  search(', '  wishes: [Book!]!\n  search(']],
    ['notice field-added Query.wishes', 'catalogue wishes'],
  ),
  change(
    'several at once: safe, dangerous and breaking',
    [
      ['catalogue', '  LENT\n', '  LENT\n  LOST\n'],
      ['catalogue', '  blurb: String\n', '  extent: Int\n'],
      ['loans', 'fine: Int!', 'fine: Int'],
    ],
    ['warning enum-value-added-to-output BookStatus.LOST', 'catalogue LOST', 'Books?'],
    ['error field-removed Book.blurb', '-catalogue blurb'],
    ['notice field-added Book.extent', 'catalogue extent'],
    ['error field-nullable Loan.fine', 'loans fine', 'LoanPage?'],
  ),
]

describe.each([
  ['deprecation', deprecated],
  ['operations', operations],
])('a change of %s:', (_, changes) => {
  test.each(changes)('$name', (one) => expect(found([checkSchema], one)).toEqual(expected(one)))
})
