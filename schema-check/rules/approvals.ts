import type { Rule } from './rule.ts'

export const approvalRules = {
  'approvals-missing': {
    severity: 'notice',
    area: 'approvals',
    about: 'The file that "approvals" in the configuration names is not there: nothing is approved.',
    fix: 'Correct the name, or take it out until there is something to approve.',
    final: true,
  },
  'approval-expired': {
    severity: 'warning',
    area: 'approvals',
    about: 'An approval has expired. What it let pass is told again as what it is.',
    fix: 'Remove the approval, or extend it with a reason that holds today.',
    final: true,
  },
  'approval-unused': {
    severity: 'warning',
    area: 'approvals',
    about: 'An approval matches nothing in this change: it was merged, or its rule or coordinate is mistyped.',
    fix: 'Remove the approval, or correct its rule and coordinate to those that the check prints.',
    final: true,
  },
  'approval-not-allowed': {
    severity: 'error',
    area: 'approvals',
    about: 'An approval is for a rule that no approval lets pass.',
    fix: 'Remove the approval and mend what the rule tells.',
    final: true,
  },
} as const satisfies Readonly<Record<string, Rule>>
