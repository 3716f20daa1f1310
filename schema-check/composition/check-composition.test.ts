import { describe, expect, test } from 'vitest'
import { Config } from '../config.ts'
import { smallWorld, sourcesOf, type World } from '../testing/small-world.ts'
import { checkComposition } from './check-composition.ts'

const SHOP = 'subgraphs/shop/schema.graphql'
const config = Config.parse({})
const BOARD = 'subgraphs/board/schema.graphql'

function found(change: (files: World['files']) => void): string[] {
  const head = smallWorld()
  change(head.files)
  return checkComposition(sourcesOf(smallWorld(), 'base'), sourcesOf(head, 'head'), config).map(
    ({ severity, rule, coordinate, subgraph, location }) =>
      [severity, rule, coordinate, subgraph, location && `${location.file}:${location.line}`]
        .filter((part) => part)
        .join(' '),
  )
}

describe('a change of the schema, as it composes', () => {
  test('nothing', () => expect(found(() => undefined)).toEqual([]))

  test('a field more', () => {
    expect(found((files) => (files[SHOP] += '\nextend type Order {\n  "In grams."\n  weight: Int\n}\n'))).toEqual([])
  })

  test('a type that nobody defines', () => {
    const errors = found((files) => (files[SHOP] += '\nextend type Order {\n  weight: Weight\n}\n'))
    expect(errors).toEqual(['error composition-error INVALID_GRAPHQL shop subgraphs/shop/schema.graphql:44'])
  })

  test('a field that is there twice is told at the second', () => {
    const errors = found((files) => {
      files[BOARD] += '\ntype Ware {\n  price: Int\n  name: String\n  price: Int\n}\n'
    })
    const line = smallWorld().files[BOARD]?.split('\n').length ?? 0
    expect(errors).toEqual([`error composition-error INVALID_GRAPHQL board ${BOARD}:${line + 4}`])
  })

  test('a login that is needed further on is told at the field that leads there', () => {
    const errors = found((files) => {
      for (const file of [SHOP, BOARD]) {
        files[file] =
          files[file]?.replace('"@shareable"', '"@shareable", "@authenticated", "@requires", "@external"') ?? ''
      }
      files[SHOP] = files[SHOP]?.replace('price: Int!', 'price: Int! @authenticated') ?? ''
      files[BOARD] +=
        '\ntype Order @key(fields: "id") {\n  id: ID!\n  price: Int! @external\n  late: Int @requires(fields: "price")\n}\n'
    })
    const line = smallWorld().files[BOARD]?.split('\n').length ?? 0
    expect(errors).toEqual([`error composition-error MISSING_TRANSITIVE_AUTH_REQUIREMENTS board ${BOARD}:${line + 4}`])
  })

  test('one field by two subgraphs that do not share it', () => {
    const errors = found(
      (files) => (files[BOARD] += '\ntype Order @key(fields: "id") {\n  id: ID!\n  price: Int!\n}\n'),
    )
    expect(errors).toEqual([
      expect.stringMatching(/^error composition-error INVALID_FIELD_SHARING (shop|board) subgraphs\//),
    ])
  })

  test('one field of two types', () => {
    const errors = found((files) => {
      files[SHOP] += '\ntype Size @shareable {\n  width: Int!\n}\n'
      files[BOARD] += '\ntype Size @shareable {\n  width: String!\n}\n'
    })
    expect(errors).toEqual([expect.stringMatching(/^error composition-error FIELD_TYPE_MISMATCH /)])
  })

  test('a key that cannot be found', () => {
    const errors = found((files) => {
      files[SHOP] = files[SHOP]?.replace('@key(fields: "id")', '@key(fields: "number")') ?? ''
    })
    expect(errors[0]).toMatch(/^error composition-error KEY_INVALID_FIELDS shop subgraphs\/shop\/schema\.graphql:/)
  })

  test('what only looks odd is told once, when it comes', () => {
    const odd = (files: World['files']) => {
      files[SHOP] += '\n"A size."\ntype Size @shareable {\n  "W."\n  width: Int!\n}\n'
      files[BOARD] += '\n"Another size."\ntype Size @shareable {\n  "W."\n  width: Int!\n}\n'
    }
    const hints = found(odd)
    expect(hints).toEqual([expect.stringMatching(/^notice composition-hint INCONSISTENT_DESCRIPTION /)])
    const world = smallWorld()
    odd(world.files)
    expect(checkComposition(sourcesOf(world, 'base'), sourcesOf(world, 'head'), config)).toEqual([])
  })
})
