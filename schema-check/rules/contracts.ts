import type { Rule } from './rule.ts'

export const contractRules = {
  'contract-invalid': {
    severity: 'error',
    area: 'schema',
    about:
      'What a contract leaves of the supergraph is no schema: something that its clients see leads to a type that they do not see, or nothing is left of a type that has to be there. A warning where it was so in the base.',
    fix: 'Give what leads to a hidden type the tag of that type, or let the contract include what is missing.',
    final: true,
  },
  'contract-tag-unknown': {
    severity: 'warning',
    area: 'schema',
    about: 'A contract names a tag that nothing in the supergraph has: it was mistyped, or its last use is gone.',
    fix: 'Correct the tag in "contracts" of the configuration, or take it out.',
  },
  'contract-added': {
    severity: 'notice',
    area: 'schema',
    about: 'There is a new contract. It has no clients yet.',
    fix: 'Nothing.',
  },
  'contract-removed': {
    severity: 'error',
    area: 'schema',
    about: 'A contract is gone from the configuration: all its clients lose what they ask.',
    fix: 'Keep it until its clients ask another router; if they do, approve it.',
  },
} as const satisfies Readonly<Record<string, Rule>>
