import type { Anchored, Finding } from './finding.ts'
import { rules, type RuleId } from './rules.ts'
import type { Severity } from './rules/rule.ts'

/** What the check says in the end, in whatever form it is printed. */
export interface Report {
  /** Undefined when there was nothing to compare with. */
  readonly base: string | undefined
  readonly head: string
  readonly findings: readonly Anchored[]
  /** From the root of the repository to the files that are named, with a slash at the end; empty when they are from there. */
  readonly prefix: string
  /** What tells it from other checks of the same repository: folder and configuration; empty at the root, as usual. */
  readonly project: string
  /** What can be told here at all. */
  readonly rules: readonly RuleId[]
  /** How many of each there was to check. */
  readonly checked: {
    readonly subgraphs: number
    readonly operations: number
    readonly events: number
    readonly consumers: number
  }
}

export type Verdict = 'failed' | 'passed'

/** Only an error that nobody approved fails. */
export function verdictOf({ findings }: Report): Verdict {
  return findings.some(fails) ? 'failed' : 'passed'
}

export function fails({ severity, approvedBy }: Finding): boolean {
  return severity === 'error' && approvedBy === undefined
}

export interface Counts extends Readonly<Record<Severity, number>> {
  readonly approved: number
}

/** Approved findings are counted as such, and not by their severity. */
export function countsOf({ findings }: Report): Counts {
  const open = findings.filter(({ approvedBy }) => approvedBy === undefined)
  const of = (severity: Severity) => open.filter((one) => one.severity === severity).length
  return { error: of('error'), warning: of('warning'), notice: of('notice'), approved: findings.length - open.length }
}

const weight: Readonly<Record<Severity, number>> = { error: 0, warning: 1, notice: 2 }

/** The worst first, then by where it is: the same order on every machine, whichever check was done first. */
export function inOrder<One extends Finding>(findings: readonly One[]): One[] {
  const key = ({ rule, subgraph = '', coordinate = '', location, message }: Finding) =>
    [
      rules[rule].area,
      location?.file ?? '',
      String(location?.line ?? 0).padStart(6, '0'),
      rule,
      subgraph,
      coordinate,
      message,
    ].join('\u0000')
  const once = new Map(findings.map((one) => [`${one.severity}${key(one)}`, one]))
  return [...once.values()].sort(
    (a, b) =>
      Number(a.approvedBy !== undefined) - Number(b.approvedBy !== undefined) ||
      weight[a.severity] - weight[b.severity] ||
      (key(a) < key(b) ? -1 : 1),
  )
}

/** "1 error, 2 warnings" */
export function countsText(report: Report): string {
  const { error, warning, notice, approved } = countsOf(report)
  const parts = [plural(error, 'error'), plural(warning, 'warning'), plural(notice, 'notice')]
  return [...parts, ...(approved > 0 ? [`${approved} approved`] : [])].join(', ')
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
