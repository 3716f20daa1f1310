import { LINK, type Edit } from './library-world.ts'

/** Where the changed subgraphs belong, and whether clients of before lose something in the opposite order. */
type Row = readonly [name: string, order: string, opposite: 'fails' | 'does not fail', edits: Edits, start?: Edits]
type Edits = readonly Edit[]

const book = 'type Book @key(fields: "id") {\n  id: ID!\n'
const web = (...operations: string[]): Edit => ['web', `${operations.join('\n')}\n`]
const plain = '  postage: Int\n'
const externals: Readonly<Record<string, string>> = { weight: 'weight: Int', cover: 'cover: String' }
const requiring = (...fields: string[]) =>
  `${fields.map((one) => `  ${externals[one]} @external\n`).join('')}  postage: Int @requires(fields: "${fields.join(' ')}")\n`
const having = (more: string): Edit => ['loans', book, `${book}${more}`]
const post = web('query Post { book(id: 1) { postage } }')

const FIND = 'query Find { search(text: "moon") { ... on Book { title } ... on Author { name } } }'
const shareable: Edit = ['catalogue', 'title: String!', 'title: String! @shareable']
const providing: readonly (readonly [file: 'loans', from: string, to: string])[] = [
  ['loans', book, `${book}  title: String! @external\n`],
  ['loans', '  book: Book!', '  book: Book! @provides(fields: "title")'],
]

export const deployments: readonly Row[] = [
  [
    'a field more',
    'catalogue, supergraph',
    'does not fail',
    [['catalogue', '  subtitle', '  extent: Int\n  subtitle']],
  ],
  ['a field less', 'supergraph, catalogue', 'fails', [['catalogue', '  subtitle: String\n', '']]],
  [
    'a field that moves',
    'loans, supergraph, catalogue',
    'fails',
    [
      ['catalogue', '  subtitle: String\n', ''],
      ['loans', '  loans(first', '  subtitle: String\n  loans(first'],
    ],
  ],
  [
    'a field that another takes over by @override',
    'loans, supergraph',
    'fails',
    [
      ['loans', '"@provides"]', '"@provides", "@override"]'],
      ['loans', '  loans(first', '  subtitle: String @override(from: "catalogue")\n  loans(first'],
    ],
  ],
  [
    'a field that a second answers too',
    'loans, supergraph',
    'fails',
    [
      ['catalogue', 'title: String!', 'title: String! @shareable'],
      ['loans', '  loans(first', '  title: String! @shareable\n  loans(first'],
    ],
  ],
  [
    'an argument more',
    'catalogue, supergraph',
    'does not fail',
    [['catalogue', 'weight: Int', 'weight(unit: String): Int']],
  ],
  [
    'an argument that has to be given',
    'supergraph, catalogue',
    'fails',
    [['catalogue', 'weight: Int', 'weight(unit: String!): Int']],
  ],
  ['an argument less', 'supergraph, loans', 'fails', [['loans', 'loans(first: Int = 10)', 'loans']]],
  [
    'an argument that need not be given',
    'catalogue, supergraph',
    'does not fail',
    [['catalogue', 'search(text: String!)', 'search(text: String)']],
  ],
  ['another default', 'any', 'does not fail', [['loans', 'first: Int = 10', 'first: Int = 20']]],
  [
    'a type more',
    'catalogue, supergraph',
    'does not fail',
    [
      ['catalogue', '  subtitle', '  van: Van\n  subtitle'],
      ['catalogue', 'type Van {\n  size: Int\n}\n'],
    ],
  ],
  [
    'a member of a union more',
    'supergraph, catalogue',
    'fails',
    [['catalogue', 'Book | Author', 'Book | Author | Shop']],
  ],
  ['a member of a union less', 'supergraph, catalogue at a risk', 'fails', [['catalogue', 'Book | Author', 'Book']]],
  [
    'an implementation more',
    'supergraph, catalogue',
    'fails',
    [['catalogue', 'type Shop {\n', 'type Shop implements Node {\n  id: ID!\n']],
  ],
  [
    'an implementation less',
    'supergraph, catalogue at a risk',
    'fails',
    [['catalogue', 'Author implements Node', 'Author']],
    [web('query Who { node(id: 1) { __typename id ... on Author { name } } }')],
  ],
  ['a value of an answer more', 'supergraph, catalogue', 'fails', [['catalogue', '  LENT\n', '  LENT\n  LOST\n']]],
  [
    'a value of an answer more, also of inputs',
    'supergraph, catalogue',
    'fails',
    [['catalogue', '  POEM\n', '  POEM\n  ESSAY\n']],
  ],
  ['a value of an answer less', 'catalogue, supergraph', 'fails', [['catalogue', '  LENT\n', '']]],
  [
    'a value of an input more',
    'catalogue, supergraph',
    'does not fail',
    [['catalogue', '  NEWEST\n', '  NEWEST\n  OLDEST\n']],
  ],
  [
    'a value of an input less',
    'supergraph, catalogue',
    'fails',
    [['catalogue', '  NEWEST\n', '']],
    [web('query Newest { books(order: NEWEST) { id } }')],
  ],
  ['a field of an input more', 'loans, supergraph', 'does not fail', [['loans', '  grams', '  city: String\n  grams']]],
  [
    'a field of an input that has to be given',
    'supergraph, loans',
    'fails',
    [['loans', '  grams', '  city: String!\n  grams']],
  ],
  ['a field of an input less', 'supergraph, loans', 'fails', [['loans', '  grams: Int\n', '']]],
  ['a field that may be null', 'supergraph, loans', 'fails', [['loans', 'fine: Int!', 'fine: Int']]],
  [
    'a field that is never null',
    'catalogue, supergraph',
    'fails',
    [['catalogue', 'subtitle: String', 'subtitle: String!']],
  ],
  ['a field of another type', 'impossible', 'fails', [['catalogue', 'weight: Int', 'weight: [Int]']]],
  [
    '@requires that comes',
    'supergraph, loans',
    'fails',
    [['loans', plain, requiring('weight')]],
    [post, having(plain)],
  ],
  [
    '@requires that goes',
    'loans, supergraph',
    'fails',
    [['loans', requiring('weight'), plain]],
    [post, having(requiring('weight'))],
  ],
  [
    '@requires that grows',
    'supergraph, loans',
    'fails',
    [['loans', requiring('weight'), requiring('weight', 'cover')]],
    [post, having(requiring('weight'))],
  ],
  [
    '@requires that shrinks',
    'loans, supergraph',
    'fails',
    [['loans', requiring('weight', 'cover'), requiring('weight')]],
    [post, having(requiring('weight', 'cover'))],
  ],
  [
    '@requires of something else',
    'impossible',
    'fails',
    [['loans', requiring('weight'), requiring('cover')]],
    [post, having(requiring('weight'))],
  ],
  ['@provides that comes', 'loans, supergraph', 'fails', providing, [shareable]],
  [
    '@provides that goes',
    'supergraph, loans',
    'fails',
    providing.map(([file, from, to]): Edit => [file, to, from]),
    [shareable, ...providing],
  ],
  [
    'a key more',
    'loans, supergraph',
    'does not fail',
    [['loans', 'Loan @key(fields: "id")', 'Loan @key(fields: "id") @key(fields: "days")']],
  ],
  [
    'a key that nobody uses less',
    'supergraph, loans',
    'does not fail',
    [['loans', 'type Loan @key(fields: "id")', 'type Loan']],
  ],
  [
    'a subgraph more',
    'desk, supergraph',
    'does not fail',
    [['desk', `${LINK}type Book @key(fields: "id") {\n  id: ID!\n  wood: String\n}\n`]],
  ],
  [
    'an entity that answers in a subgraph more',
    'loans, supergraph',
    'does not fail',
    [['loans', 'type LendPayload', 'type Author @key(fields: "id") {\n  id: ID!\n  loans: Int\n}\ntype LendPayload']],
  ],
  [
    'an operation more',
    'loans, supergraph',
    'does not fail',
    [['loans', '  giveBack', '  lose(id: ID!): Loan\n  giveBack']],
  ],
  ['an operation less', 'supergraph, loans', 'fails', [['loans', '  lend(input: LendInput!): LendPayload!\n', '']]],
  ['a list that was a value', 'impossible', 'fails', [['catalogue', 'authors: [String!]!', 'authors: String!']]],
  [
    'an interface object that adds a field',
    'catalogue, desk, supergraph',
    'does not fail',
    [
      [
        'desk',
        `${LINK.replace('"@key"', '"@key", "@interfaceObject"')}type Node @interfaceObject @key(fields: "id") {\n  id: ID!\n  stars: Int\n}\n`,
      ],
      ['catalogue', 'interface Node {', 'interface Node @key(fields: "id") {'],
    ],
  ],
  [
    'a field that another takes over step by step, by @override with a label',
    'loans, supergraph',
    'does not fail',
    [
      ['loans', '"@provides"]', '"@provides", "@override"]'],
      [
        'loans',
        '  loans(first',
        '  subtitle: String @override(from: "catalogue", label: "percent(100)")\n  loans(first',
      ],
    ],
  ],
  [
    'an entity that moves to another subgraph',
    'loans, supergraph, catalogue',
    'fails',
    [
      [
        'catalogue',
        'type Author implements Node @key(fields: "id") {\n  id: ID!\n  name: String!\n}',
        'type Author implements Node @key(fields: "id") {\n  id: ID!\n}',
      ],
      [
        'loans',
        'type LendPayload',
        'type Author @key(fields: "id") {\n  id: ID!\n  name: String!\n}\ntype LendPayload',
      ],
    ],
  ],
  [
    'an argument that is never null',
    'supergraph, catalogue',
    'fails',
    [['catalogue', 'tag: String,', 'tag: String! = "all",']],
    [web('query Tagged($tag: String) { books(tag: $tag) { id } }')],
  ],
  [
    'a member of a union less, where nobody names it',
    'catalogue at a risk, supergraph',
    'fails',
    [['catalogue', 'Book | Author', 'Book']],
    [['web', FIND, 'query Find { search(text: "moon") { __typename } }']],
  ],
]
