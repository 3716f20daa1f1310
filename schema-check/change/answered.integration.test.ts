import { describe, expect, test } from 'vitest'
import { change, expected, found } from '../testing/corpus.ts'
import { checkSchema } from './check-schema.ts'

const changes = [
  change('nothing', []),
  change('a description', [['catalogue', 'type Shop', '"Sells."\ntype Shop']]),
  change(
    'a field more',
    [['catalogue', '  subtitle', '  extent: Int\n  subtitle']],
    ['notice field-added Book.extent', 'catalogue extent'],
  ),
  change(
    'a type more',
    [['catalogue', 'type Van {\n  size: Int\n}\n']],
    ['notice type-added Van', 'catalogue type Van'],
  ),
  change(
    'a field less that nobody uses',
    [['catalogue', '  blurb: String\n', '']],
    ['error field-removed Book.blurb', '-catalogue blurb'],
  ),
  {
    ...change('a field less that nobody uses, when only stored operations are run', [
      ['catalogue', '  blurb: String\n', ''],
    ]),
    told: [['warning field-removed Book.blurb', '-catalogue blurb']] as const,
    config: { clients: 'stored' as const },
  },
  change(
    'a field less that an operation uses',
    [['catalogue', '  subtitle: String\n', '']],
    ['error field-removed Book.subtitle', '-catalogue subtitle', 'BookPage!'],
    ['error operation-broken BookPage', 'web book(id: $id)', 'BookPage!'],
  ),
  change(
    'a field by another name',
    [['catalogue', '  subtitle: String', '  subheading: String']],
    ['error field-removed Book.subtitle', '-catalogue subtitle', 'BookPage!'],
    ['error operation-broken BookPage', 'web book(id: $id)', 'BookPage!'],
    ['notice field-added Book.subheading', 'catalogue subheading'],
  ),
  change(
    'a field that may be null',
    [['catalogue', 'title: String!', 'title: String']],
    [
      'error field-nullable Book.title',
      'catalogue title: String',
      'BookPage?',
      'Books?',
      'Find?',
      'LoanPage?',
      'Novels?',
    ],
  ),
  change(
    'a list whose items may be null',
    [['catalogue', 'authors: [String!]!', 'authors: [String]!']],
    ['error field-nullable Book.authors', 'catalogue authors', 'BookPage?'],
  ),
  change(
    'a field that is never null',
    [['catalogue', 'subtitle: String', 'subtitle: String!']],
    ['notice field-type-narrowed Book.subtitle', 'catalogue subtitle'],
  ),
  change(
    'a field of another type',
    [['catalogue', 'weight: Int', 'weight: Float']],
    ['error field-type-changed Book.weight', 'catalogue weight', 'BookPage?'],
  ),
  change(
    'a list where there was one',
    [['loans', 'loan: Loan\n', 'loan: [Loan!]\n']],
    ['error field-type-changed LendPayload.loan', 'loans loan: [Loan', 'Lend?'],
  ),
  change(
    'an object where there was a text',
    [['catalogue', 'subtitle: String', 'subtitle: Shop']],
    ['error field-type-changed Book.subtitle', 'catalogue subtitle', 'BookPage!'],
    ['error operation-broken BookPage', 'web book(id: $id)', 'BookPage!'],
  ),
  change(
    'what only two fragments together make wrong',
    [
      ['web', 'query Both { search(text: "") { ... on Book { t: subtitle } ... on Author { t: nick } } }\n'],
      ['catalogue', '  name: String!\n}\ntype Shop', '  name: String!\n  nick: Int\n}\ntype Shop'],
    ],
    ['notice field-added Author.nick', 'catalogue nick'],
    ['error operation-invalid Both', 'web query Both'],
  ),
  change(
    'a value more in an answer',
    [['catalogue', '  LENT\n', '  LENT\n  LOST\n']],
    ['warning enum-value-added-to-output BookStatus.LOST', 'catalogue LOST', 'Books?'],
  ),
  change(
    'a value less in an answer',
    [['catalogue', '  LENT\n', '']],
    ['warning enum-value-removed-from-output BookStatus.LENT', '-catalogue LENT', 'Books?'],
  ),
  change(
    'a value more in what is given alone',
    [['catalogue', '  NEWEST\n', '  NEWEST\n  OLDEST\n']],
    ['notice enum-value-added-to-input Order.OLDEST', 'catalogue OLDEST'],
  ),
  change(
    'a value less in what is given',
    [['catalogue', '  NEWEST\n', '']],
    ['error enum-value-removed-from-input Order.NEWEST', '-catalogue NEWEST', 'Books?'],
  ),
  change(
    'a value more in what is given and answered',
    [['catalogue', '  POEM\n', '  POEM\n  ESSAY\n']],
    ['warning enum-value-added-to-output Genre.ESSAY', 'catalogue ESSAY', 'Books?'],
  ),
  change(
    'a value less that an operation gives',
    [['catalogue', '  NOVEL\n', '']],
    ['error enum-value-removed-from-input Genre.NOVEL', '-catalogue NOVEL', 'Books?', 'Novels!'],
    ['error operation-broken Novels', 'web query Novels', 'Novels!'],
  ),
  change(
    'a member more of a union',
    [['catalogue', 'Book | Author', 'Book | Author | Shop']],
    ['warning union-member-added Hit|Shop', 'catalogue union Hit', 'Find?'],
  ),
  change(
    'a member less of a union',
    [['catalogue', 'Book | Author', 'Book']],
    ['error union-member-removed Hit|Author', '-catalogue union Hit', 'Find!'],
    ['error operation-broken Find', 'web query Find', 'Find!'],
  ),
  change(
    'an implementation more of an interface',
    [['catalogue', 'type Shop {\n', 'type Shop implements Node {\n  id: ID! # new\n']],
    ['warning implementation-added Node|Shop', 'catalogue type Shop', 'Cached?'],
    ['notice field-added Shop.id', 'catalogue # new'],
  ),
  change(
    'an implementation less of an interface',
    [['catalogue', 'Author implements Node', 'Author']],
    ['error implementation-removed Node|Author', '-catalogue type Author', 'Cached?'],
  ),
  change(
    'another meaning of a scalar',
    [['catalogue', 'example.com/day', 'example.com/date']],
    ['warning scalar-meaning-changed Day', 'catalogue scalar Day'],
  ),
  change(
    'another kind of type',
    [
      ['catalogue', 'union Hit = Book | Author', 'interface Hit {\n  id: ID!\n}'],
      ['catalogue', 'Book implements Node', 'Book implements Node & Hit'],
    ],
    ['error type-kind-changed Hit', 'catalogue interface Hit', 'Find!'],
    ['error operation-broken Find', 'web query Find', 'Find!'],
  ),
  change(
    'a type that nothing leads to goes',
    [['catalogue', 'type Shop {\n  name: String!\n}\n', '']],
    ['notice type-removed Shop', '-catalogue type Shop'],
  ),
]

describe('a change of what is answered:', () => {
  test.each(changes)('$name', (one) => expect(found([checkSchema], one)).toEqual(expected(one)))
})
