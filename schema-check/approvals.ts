import { z } from 'zod'
import { type Approval, type Finding, finding, type Location } from './finding.ts'
import { rules, type RuleId } from './rules.ts'

const ruleIds = Object.keys(rules) as [RuleId, ...RuleId[]]

const Entry = z.strictObject({
  rule: z.enum(ruleIds, {
    error: ({ input }) => `${JSON.stringify(input)} is no rule; supergraph-check --help rules lists them`,
  }),
  coordinate: z.string().min(1, 'is empty: give the coordinate that the check prints'),
  subgraph: z.string().optional(),
  variant: z.string().optional(),
  reason: z.string().trim().min(10, 'says too little: at least 10 characters'),
  author: z.string().trim().min(1, 'is empty: who answers for it?'),
  expires: z.iso.date('is no date such as 2026-12-31'),
})
/** The file of approvals. */
export const ApprovalsFile = z.strictObject({ $schema: z.string().optional(), approvals: z.array(Entry) })

/** The approvals file cannot be used; the message has one line per problem. */
export class BrokenApprovals extends Error {
  override readonly name = 'BrokenApprovals'
}

export interface ApprovalsSource {
  readonly file: string
  readonly text: string
}

/** Throws BrokenApprovals: an approval that is not understood must not look as if it counted. */
export function readApprovals({ file, text }: ApprovalsSource): Approval[] {
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new BrokenApprovals(`${file} is no JSON: ${why}. Correct it, or remove the file: then nothing is approved.`)
  }
  const parsed = ApprovalsFile.safeParse(json)
  const problems = parsed.success ? repeated(parsed.data.approvals) : parsed.error.issues.map(describeIssue)
  if (!parsed.success || problems.length > 0) {
    const what = problems.map((problem) => `  ${problem}`).join('\n')
    throw new BrokenApprovals(
      `${file} cannot be used:\n${what}\nAn approval is {"rule", "coordinate", "subgraph"?, "variant"?, "reason", "author", "expires"}; correct it or remove it.`,
    )
  }
  return parsed.data.approvals
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  const [, index, field] = path
  const which = typeof index === 'number' ? `approval ${index + 1}: ` : ''
  return `${which}${field === undefined ? '' : `${String(field)} `}${message}`
}

function repeated(approvals: readonly Approval[]): string[] {
  return approvals.flatMap((one, index) => {
    const first = approvals.findIndex((other) => keyOf(other) === keyOf(one))
    return first === index ? [] : [`approval ${index + 1}: is the same as approval ${first + 1}`]
  })
}

/** Marks what is approved, and adds what is to be said of the approvals themselves. `today` as 2026-11-21, in UTC. */
export function approve(
  findings: readonly Finding[],
  approvals: readonly Approval[],
  source: ApprovalsSource,
  today: string,
): Finding[] {
  const marked = findings.map((one) => {
    const approval = approvals.find((each) => covers(each, one))
    return approval === undefined || approval.expires < today || isFinal(one.rule)
      ? one
      : { ...one, approvedBy: approval }
  })
  return [...marked, ...approvals.flatMap((approval) => remark(approval, findings, source, today))]
}

function remark(approval: Approval, findings: readonly Finding[], source: ApprovalsSource, today: string): Finding[] {
  const { rule, coordinate, author, expires } = approval
  const at = { coordinate, location: placeOf(approval, source) }
  const matches = findings.filter((one) => covers(approval, one))
  const whose = `the approval of ${rule} for ${coordinate} by ${author}`
  if (isFinal(rule)) return [finding('approval-not-allowed', `${whose} cannot let anything pass`, at)]
  if (expires < today) return [finding('approval-expired', `${whose} expired on ${expires}`, at)]
  return matches.length === 0 ? [finding('approval-unused', `${whose} matches nothing in this change`, at)] : []
}

function covers(approval: Approval, { rule, coordinate, subgraph, variant }: Finding): boolean {
  const here =
    (approval.subgraph === undefined || approval.subgraph === subgraph) &&
    (approval.variant === undefined || approval.variant === variant)
  return here && approval.rule === rule && approval.coordinate === coordinate
}

function keyOf({ rule, coordinate, subgraph, variant }: Approval): string {
  return [rule, coordinate, subgraph, variant].join(' ')
}

function isFinal(rule: RuleId): boolean {
  return 'final' in rules[rule]
}

function placeOf({ coordinate, rule }: Approval, { file, text }: ApprovalsSource): Location {
  const lines = text.split('\n')
  const quoted = JSON.stringify(coordinate)
  const candidates = lines.flatMap((line, index) => (line.includes(quoted) ? [index] : []))
  // The rule stands near its coordinate, before or after.
  const near = candidates.find((index) =>
    lines
      .slice(Math.max(0, index - 3), index + 4)
      .join('')
      .includes(`"${rule}"`),
  )
  const at = near ?? candidates[0] ?? 0
  return { file, line: at + 1, column: (lines[at]?.search(/\S/) ?? 0) + 1 || 1 }
}
