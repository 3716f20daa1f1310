import type { Row, Weight } from './rollout.ts'

const strength: Readonly<Record<Weight, number>> = { stored: 3, others: 2, tidier: 1 }

export interface Order {
  /** Subgraphs to be deployed before the supergraph, after it, and whenever one likes. */
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly whenever: readonly string[]
  /** Either way stored operations fail. */
  readonly impossible: readonly Row[]
  /** Stored operations are spared, and others could fail. */
  readonly risky: readonly Row[]
}

/**
 * Every subgraph has only the supergraph to agree with, for no subgraph asks another: so what is safe for each of them
 * is safe for all, in whatever order they are deployed among themselves.
 */
export function orderOf(rows: readonly Row[]): Order {
  const sides = rows.map((row) => ({ row, side: sideOf(row) }))
  const on = (side: string) => sides.filter((one) => one.side === side).map(({ row }) => row)
  const names = (side: string) => on(side).map(({ subgraph }) => subgraph)
  const possible = [...on('before'), ...on('after')]
  return {
    before: names('before'),
    after: names('after'),
    whenever: names('whenever'),
    impossible: on('nowhere'),
    risky: possible.filter((row) => {
      const against = sideOf(row) === 'before' ? row.notBefore : row.notAfter
      return against === 'others'
    }),
  }
}

function sideOf({ notBefore, notAfter }: Row): 'before' | 'after' | 'whenever' | 'nowhere' {
  const before = notBefore === undefined ? 0 : strength[notBefore]
  const after = notAfter === undefined ? 0 : strength[notAfter]
  if (before === strength.stored && after === strength.stored) return 'nowhere'
  if (before === 0 && after === 0) return 'whenever'
  return before > after ? 'after' : 'before'
}
