/** error: the check fails unless it is approved. warning: somebody should look. notice: safe, told for completeness. */
export type Severity = 'error' | 'warning' | 'notice'

export interface Rule {
  /** How bad it is when nothing makes it better or worse. */
  readonly severity: Severity
  readonly area: 'composition' | 'schema' | 'operations' | 'plans' | 'deployment' | 'events' | 'lint' | 'approvals'
  /** What it means and why it matters. */
  readonly about: string
  /** What to do about it. */
  readonly fix: string
  /** No approval lets it pass: there is nothing to deploy, or nothing that could be trusted. */
  readonly final?: true
}
