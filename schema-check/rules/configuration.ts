import type { Rule } from './rule.ts'

/** What a change to the configuration itself takes out of the check. */
export const configurationRules = {
  'variant-removed': {
    severity: 'error',
    area: 'schema',
    about: 'A supergraph is gone from the configuration: nobody checks what its clients ask any more.',
    fix: 'Keep it until its router is stopped; if it is, approve it.',
  },
  'configuration-loosened': {
    severity: 'warning',
    area: 'approvals',
    about: 'The configuration lets more pass than that of the base, for this change already.',
    fix: 'Look whether it is meant, and loosen it in a change of its own: what else is in this one was checked less.',
  },
} as const satisfies Readonly<Record<string, Rule>>
