import { describe, expect, test } from 'vitest'
import { approve, BrokenApprovals, readApprovals } from './approvals.ts'
import { type Approval, finding } from './finding.ts'
import { fails } from './report.ts'

const TODAY = '2026-11-21'
const broken = [
  finding('event-field-removed', 'price is not sent any more', {
    coordinate: 'lib.shop.Placed.v1#price',
    subgraph: 'shop',
  }),
  finding('lint-naming', 'odd', { coordinate: 'Odd_One' }),
]
const approval: Approval = {
  rule: 'event-field-removed',
  coordinate: 'lib.shop.Placed.v1#price',
  reason: 'nobody has read it since May',
  author: 'libby',
  expires: '2026-12-31',
}

function approved(...approvals: readonly Approval[]): string[] {
  const text = JSON.stringify({ approvals }, null, 2)
  return approve(broken, readApprovals({ file: 'approvals.json', text }), { file: 'approvals.json', text }, TODAY).map(
    (one) => `${one.rule}${fails(one) ? ' fails' : ''}${one.approvedBy ? ` by ${one.approvedBy.author}` : ''}`,
  )
}

describe('an approval', () => {
  test('lets one rule pass at one coordinate', () => {
    expect(approved(approval)).toEqual(['event-field-removed by libby', 'lint-naming'])
  })

  test('holds until the end of its last day', () => {
    expect(approved({ ...approval, expires: TODAY })).toEqual(['event-field-removed by libby', 'lint-naming'])
    expect(approved({ ...approval, expires: '2026-11-20' })).toEqual([
      'event-field-removed fails',
      'lint-naming',
      'approval-expired',
    ])
  })

  test('for one subgraph leaves another’s', () => {
    const of = (subgraph: string) => ({ ...approval, subgraph })
    expect(approved(of('shop'))).toEqual(['event-field-removed by libby', 'lint-naming'])
    expect(approved(of('mail'))).toEqual(['event-field-removed fails', 'lint-naming', 'approval-unused'])
  })

  test('for another coordinate lets nothing pass, and is told', () => {
    expect(approved({ ...approval, coordinate: 'lib.shop.Placed.v1#pirce' })).toEqual([
      'event-field-removed fails',
      'lint-naming',
      'approval-unused',
    ])
  })

  test('that has expired is told as that, whether it matches or not', () => {
    const old = { ...approval, coordinate: 'lib.shop.Placed.v1#pirce', expires: '2026-11-20' }
    expect(approved(old)).toEqual(['event-field-removed fails', 'lint-naming', 'approval-expired'])
  })

  test('cannot be given where there is nothing to trust', () => {
    const stale = { ...approval, rule: 'event-snapshot-stale', coordinate: 'schema/events.json' } as const
    expect(approved(stale)).toEqual(['event-field-removed fails', 'lint-naming', 'approval-not-allowed fails'])
  })

  test('is told where it stands in the file', () => {
    const text = JSON.stringify({ approvals: [approval, { ...approval, rule: 'lint-naming' }] }, null, 2)
    const file = { file: 'approvals.json', text }
    const remarks = approve([], readApprovals(file), file, TODAY)
    const lines = text.split('\n').flatMap((line, index) => (line.includes('"coordinate"') ? [index + 1] : []))
    expect(remarks.map(({ location }) => location?.line)).toEqual(lines)
  })
})

describe('an approvals file that is not understood', () => {
  const problem = (text: string) => {
    try {
      readApprovals({ file: 'approvals.json', text })
    } catch (error) {
      expect(error).toBeInstanceOf(BrokenApprovals)
      return error instanceof Error ? error.message : ''
    }
    throw new Error('it was accepted')
  }
  const withEntry = (entry: object) => JSON.stringify({ approvals: [approval, entry] })

  test.each([
    ['no JSON', '{', 'is no JSON'],
    ['another form', '[]', 'expected object'],
    ['an unknown rule', withEntry({ ...approval, rule: 'all' }), 'approval 2: rule "all" is no rule'],
    ['no reason to speak of', withEntry({ ...approval, reason: 'ok' }), 'approval 2: reason says too little'],
    ['nobody who answers for it', withEntry({ ...approval, author: ' ' }), 'approval 2: author is empty'],
    ['no day', withEntry({ ...approval, expires: '2026-02-30' }), 'approval 2: expires is no date'],
    ['a field that means nothing', withEntry({ ...approval, until: 'x' }), 'approval 2: Unrecognized key: "until"'],
    ['the same twice', withEntry(approval), 'approval 2: is the same as approval 1'],
  ])('%s', (_, text, message) => expect(problem(text)).toContain(message))
})
