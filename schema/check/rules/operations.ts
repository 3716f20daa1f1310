import type { Rule } from '../rules.ts'

export const operationRules = {
  'operation-broken': {
    severity: 'error',
    area: 'operations',
    about:
      'A stored operation that the base answers is refused by the head, or what its clients send in its variables is. An operation that this very change drops or rewrites is a warning: applications that are deployed still send it as it was.',
    fix: 'Undo the change that the sentence names, or do it in steps: add the new, move the clients, remove the old.',
  },
  'operation-invalid': {
    severity: 'error',
    area: 'operations',
    about: 'A stored operation that is new or changed cannot be answered by the schema.',
    fix: 'Correct the operation. If it is written ahead of the schema, approve it until then.',
  },
} as const satisfies Readonly<Record<string, Rule>>
