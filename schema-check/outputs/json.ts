import { z } from 'zod'
import { countsOf, verdictOf, type Report } from '../report.ts'
import { jsonText } from './visible.ts'

const Place = z.object({
  file: z.string().describe('From the root of the repository.'),
  line: z.int().positive(),
  column: z.int().positive(),
  rev: z.literal('base').optional().describe('The place is in the base: it is not in the head any more.'),
})
const Operation = z.object({
  operation: z.string(),
  file: z.string(),
  line: z.int().positive(),
  effect: z.enum(['broken', 'possibly']),
})
const Approved = z.object({
  rule: z.string(),
  coordinate: z.string(),
  subgraph: z.string().optional(),
  variant: z.string().optional(),
  reason: z.string(),
  author: z.string(),
  expires: z.iso.date(),
})
const FindingJson = z.object({
  rule: z.string().describe('Never changes its meaning; supergraph-check --help RULE explains it.'),
  severity: z.enum(['error', 'warning', 'notice']),
  message: z.string(),
  coordinate: z.string().optional(),
  subgraph: z.string().optional(),
  variant: z.string().optional().describe('The contract or variant of which alone it is told.'),
  location: Place.optional(),
  affected: z.array(Operation).optional(),
  approvedBy: Approved.optional().describe('An error with this does not fail the check.'),
})

/** The form of `--format json`, published as report.schema.json. */
export const ReportJson = z.object({
  version: z.literal(1),
  verdict: z.enum(['passed', 'failed']),
  base: z.string().nullable(),
  head: z.string(),
  counts: z.object({
    error: z.int().nonnegative(),
    warning: z.int().nonnegative(),
    notice: z.int().nonnegative(),
    approved: z.int().nonnegative(),
  }),
  checked: z.object({
    subgraphs: z.int().nonnegative(),
    operations: z.int().nonnegative(),
    events: z.int().nonnegative(),
    consumers: z.int().nonnegative(),
  }),
  findings: z.array(FindingJson),
})

/** Fields are added within a version, never changed or taken away. */
export function jsonOf(report: Report): string {
  const { base, head, checked, findings } = report
  const json: z.infer<typeof ReportJson> = {
    version: 1,
    verdict: verdictOf(report),
    base: base ?? null,
    head,
    counts: countsOf(report),
    checked: { ...checked },
    findings: findings.map(({ affected, anchor: _, ...rest }) => ({
      ...rest,
      ...(affected && { affected: [...affected] }),
    })),
  }
  return `${jsonText(json)}\n`
}
