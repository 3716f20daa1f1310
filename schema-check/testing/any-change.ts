import fc from 'fast-check'
import { edited, library, type Edit, type Library } from './library-world.ts'

/** Small changes of which any number may be made together; some are safe alone and break in company. */
const pieces: readonly Edit[] = [
  ['catalogue', '  blurb: String\n', '  blurb: String\n  extent: Int\n'],
  ['catalogue', '  blurb: String\n', ''],
  ['catalogue', '  subtitle: String\n', ''],
  ['catalogue', 'subtitle: String\n', 'subtitle: String!\n'],
  ['catalogue', 'subtitle: String', 'subtitle: Int'],
  ['catalogue', 'title: String!', 'title: String'],
  ['catalogue', 'weight: Int\n', 'weight: Float\n'],
  ['catalogue', 'weight: Int\n', 'weight(unit: String): Int\n'],
  ['catalogue', 'weight: Int\n', 'weight(unit: String!): Int\n'],
  ['catalogue', '  LENT\n', '  LENT\n  LOST\n'],
  ['catalogue', '  LENT\n', ''],
  ['catalogue', '  NEWEST\n', ''],
  ['catalogue', '  NEWEST\n', '  NEWEST\n  OLDEST\n'],
  ['catalogue', '  NOVEL\n', ''],
  ['catalogue', '  POEM\n', '  POEM\n  ESSAY\n'],
  ['catalogue', 'Book | Author', 'Book | Author | Shop'],
  ['catalogue', 'Book | Author', 'Author | Book'],
  ['catalogue', 'Book | Author', 'Book'],
  ['catalogue', 'Author implements Node', 'Author'],
  ['catalogue', 'order: Order = TITLE', 'order: Order = NEWEST'],
  ['catalogue', 'order: Order = TITLE', 'order: Order! = TITLE'],
  ['catalogue', 'order: Order = TITLE', 'order: Order!'],
  ['catalogue', ' tag: String,', ''],
  ['catalogue', ' tag: String,', ' tag: ID,'],
  ['catalogue', 'filter: BookFilter', 'filter: BookFilter = { since: 2000 }'],
  ['catalogue', 'search(text: String!)', 'search(text: String)'],
  ['catalogue', 'search(text: String!)', 'search(text: ID!)'],
  ['catalogue', 'search(text: String!)', 'search(text: String! = "moon")'],
  ['catalogue', '  until: Int\n', ''],
  ['catalogue', '  until: Int\n', '  until: Int\n  pages: Int! = 3\n'],
  ['catalogue', '  until: Int\n', '  until: Int\n  pages: Int!\n'],
  ['catalogue', '  author: String\n', '  author: String!\n'],
  ['catalogue', 'since: Int = 1900', 'since: Int! = 1900'],
  ['catalogue', 'since: Int = 1900', 'since: Float = 1900'],
  ['loans', 'bookId: ID!', 'bookId: ID'],
  ['loans', 'days: Int = 14\n', 'days: Int!\n'],
  ['loans', 'days: Int = 14\n', 'days: Int = 21\n'],
  ['loans', 'days: Int = 14\n', ''],
  ['loans', 'street: String!', 'street: String'],
  ['loans', '  grams', '  city: String!\n  grams'],
  ['loans', '  grams', '  city: String\n  grams'],
  ['loans', 'grams: Int', 'grams: [Int!]'],
  ['loans', 'first: Int = 10', 'first: Int! = 10'],
  ['loans', 'loans(first: Int = 10)', 'loans'],
  ['loans', '  problem: String\n', ''],
  ['loans', 'fine: Int!', 'fine: Int'],
]

/** Some changes at once, of different lines; each may be of another kind. */
export const anyChange: fc.Arbitrary<Library> = fc
  .uniqueArray(fc.constantFrom(...pieces), { maxLength: 4, selector: ([, from]) => from })
  .map((edits) => {
    let files = library()
    for (const edit of edits) files = tried(edit, files)
    return files
  })

/** One may have taken away the place of another. */
function tried(edit: Edit, files: Library): Library {
  try {
    return edited([edit], files)
  } catch {
    return files
  }
}
