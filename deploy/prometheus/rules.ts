import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

export interface Alert {
  readonly alert: string
  readonly expr: string
  readonly for: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string; readonly description: string; readonly runbook_url: string }
}

export interface Recorded {
  readonly record: string
  readonly expr: string
  readonly labels?: Readonly<Record<string, string>>
}

interface RuleFile {
  readonly groups: readonly { readonly rules: readonly (Alert | Recorded)[] }[]
}

const file = parse(readFileSync(new URL('alerts.yml', import.meta.url), 'utf8')) as RuleFile

export const RULES = file.groups.flatMap(({ rules }) => rules)
export const ALERTS = RULES.filter((rule) => 'alert' in rule)
export const RECORDED = RULES.filter((rule) => 'record' in rule)

/** The anchor in docs/operating.md of the paragraph that says what to do. */
export const runbookOf = ({ annotations }: Alert): string => annotations.runbook_url.split('#')[1] ?? ''
