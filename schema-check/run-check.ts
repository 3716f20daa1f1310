import { anchorOf } from './anchor.ts'
import { applyingRules } from './applying-rules.ts'
import { approve, readApprovals } from './approvals.ts'
import { checks } from './checks.ts'
import type { Config } from './config.ts'
import type { Finding, Sources } from './finding.ts'
import { inOrder, type Report } from './report.ts'
import { rules, type RuleId } from './rules.ts'
import { configurationRules } from './rules/configuration.ts'

/** One supergraph of a repository in both revisions; the first of them is the whole, or has no whole beside it. */
export interface Compared {
  /** Undefined for the whole. */
  readonly variant?: string | undefined
  readonly base: Sources | undefined
  readonly head: Sources
  readonly config: Config
  /** Findings that are not made from sources, such as a generated file that is stale. */
  readonly also?: readonly Finding[]
}

/**
 * Everything that is to be said of a change, of each supergraph in turn; what is said of the first is not repeated.
 * `today` decides which approvals hold. Throws BrokenApprovals.
 */
export function runChecks(
  supergraphs: readonly [Compared, ...Compared[]],
  { today, prefix = '', project = '' }: { readonly today: string; readonly prefix?: string; readonly project?: string },
): Report {
  const [{ base, head, config }] = supergraphs
  const text = head.read(config.approvals)
  const source = { file: config.approvals, text: text ?? '{"approvals": []}' }
  const approvals = readApprovals(source)
  const told = new Set<string>()
  const findings = supergraphs.flatMap((one) => {
    const before = one.base && { ...one.base, beside: one.head }
    const all = [...(one.also ?? []), ...checks.flatMap((check) => check(before, one.head, one.config, today))].filter(
      (each) => !told.has(keyOf(each)),
    )
    for (const each of all) if (one.variant === undefined || isOfFiles(each)) told.add(keyOf(each))
    return all.map((each) => ofVariant(one.variant, each))
  })
  const anchored = inOrder(approve(findings, approvals, source, today)).map((one) => {
    const whose = supergraphs.find(({ variant }) => variant !== undefined && variant === one.variant?.split('/')[0])
    const { base: before, head: after } = whose ?? supergraphs[0]
    return { ...one, anchor: anchorOf(one, before, after) }
  })
  return {
    base: base?.rev,
    head: head.rev,
    prefix,
    project,
    rules: rulesOf(supergraphs, anchored),
    findings: anchored,
    checked: {
      subgraphs: countOf(supergraphs, ({ subgraphs }) => subgraphs.map(({ file }) => file)),
      operations: countOf(supergraphs, ({ operations }) =>
        operations.map((one) => `${one.file} ${one.name} ${one.text}`),
      ),
      events: head.eventContracts?.events.length ?? 0,
      consumers: head.eventContracts?.expectations.length ?? 0,
    },
  }
}

/** The base may have had what the configuration of the head has not. */
function rulesOf(supergraphs: readonly Compared[], findings: readonly Finding[]): RuleId[] {
  const listed = new Set([...applyingRules(supergraphs.map((one) => one.config)), ...findings.map(({ rule }) => rule)])
  return (Object.keys(rules) as RuleId[]).filter((id) => listed.has(id))
}

function countOf(supergraphs: readonly Compared[], keys: (sources: Sources) => readonly string[]): number {
  return new Set(supergraphs.flatMap(({ head }) => keys(head))).size
}

function keyOf({ rule, coordinate, subgraph, variant, message }: Finding): string {
  return [rule, coordinate, subgraph, variant, message].join(' ')
}

/** What is said of files by themselves is the same in every supergraph that has them; of the configuration, it has its name. */
function isOfFiles({ rule }: Finding): boolean {
  return ['lint', 'events', 'approvals'].includes(rules[rule].area) || Object.hasOwn(configurationRules, rule)
}

function ofVariant(name: string | undefined, one: Finding): Finding {
  if (name === undefined || isOfFiles(one)) return one
  const variant = one.variant === undefined ? name : `${name}/${one.variant}`
  return { ...one, variant, message: `in the variant ${name}, ${one.message}` }
}
