import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checks } from '../schema-check/checks.ts'
import type { Sources } from '../schema-check/finding.ts'
import { readConfig } from '../schema-check/read-config.ts'
import { readSources } from '../schema-check/sources.ts'
import { workingTree } from '../schema-check/trees.ts'
import { ROOT } from './compose.ts'

const file = 'supergraph-check.json'
const config = readConfig(readFileSync(join(ROOT, file), 'utf8'), file)
const sources = () => readSources(workingTree(ROOT), config)

function changed(subgraph: string, from: string, to: string): Sources {
  const head = sources()
  const subgraphs = head.subgraphs.map((one) => {
    if (one.name !== subgraph) return one
    if (!one.sdl.includes(from)) throw new Error(`${subgraph} has no ${from}`)
    return { ...one, sdl: one.sdl.replace(from, to) }
  })
  return { ...head, subgraphs }
}

function told(head: Sources): string[] {
  const base = sources()
  return checks
    .flatMap((check) => check(base, head, config, '2026-11-21'))
    .map(({ severity, rule, coordinate }) => `${severity} ${rule} ${coordinate}`)
    .sort()
}

describe('this repository', { timeout: 60_000 }, () => {
  test('against itself is clean', () => expect(told(sources())).toEqual([]))

  test('would not lose a field that applications ask for', () => {
    expect(told(changed('book', '  seatsFree: Int!', '  freeSeats: Int!'))).toEqual(
      expect.arrayContaining([
        'error field-removed Book.seatsFree',
        'error operation-broken Books',
        'error operation-broken DashboardChanged',
        'notice field-added Book.freeSeats',
      ]),
    )
  })

  test('would not lose a field that another subgraph provides: there is no supergraph at all', () => {
    expect(told(changed('payment', '  chargedAmount: Int! @shareable', '  paidAmount: Int! @shareable'))).toContain(
      'error composition-error EXTERNAL_MISSING_ON_BASE',
    )
  })

  test('is told that a title which is not provided costs a hop', () => {
    const given = '  book: Book! @provides(fields: "title")'
    const elsewhere = '  other: Book! @provides(fields: "title")\n  book: Book!'
    expect(told(changed('rent', given, elsewhere))).toEqual(
      expect.arrayContaining(['warning plan-more-fetches RequestRental', 'warning plan-deeper RequestRental']),
    )
  })
})
