import { anchorOf } from './anchor.ts'
import { approve, readApprovals } from './approvals.ts'
import { checks } from './checks.ts'
import type { Config } from './config.ts'
import type { Finding, Sources } from './finding.ts'
import { inOrder, type Report } from './report.ts'

/**
 * Everything that is to be said of a change. `also` are findings that are not made from sources, such as a generated file
 * that is stale; `today` decides which approvals hold. Throws BrokenApprovals.
 */
export function runChecks(
  base: Sources | undefined,
  head: Sources,
  config: Config,
  {
    today,
    prefix = '',
    also = [],
  }: { readonly today: string; readonly prefix?: string; readonly also?: readonly Finding[] },
): Report {
  const text = head.read(config.approvals)
  const source = { file: config.approvals, text: text ?? '{"approvals": []}' }
  const approvals = readApprovals(source)
  const findings = [...also, ...checks.flatMap((check) => check(base, head, config, today))]
  return {
    base: base?.rev,
    head: head.rev,
    prefix,
    findings: inOrder(approve(findings, approvals, source, today)).map((one) => ({
      ...one,
      anchor: anchorOf(one, base, head),
    })),
    checked: {
      subgraphs: head.subgraphs.length,
      operations: head.operations.length,
      events: head.eventContracts?.events.length ?? 0,
      consumers: head.eventContracts?.expectations.length ?? 0,
    },
  }
}
