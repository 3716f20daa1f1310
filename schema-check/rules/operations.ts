import type { Rule } from './rule.ts'

export const operationRules = {
  'operation-broken': {
    severity: 'error',
    area: 'operations',
    about:
      'A stored operation that the base answers is refused by the head, or what its clients send in its variables is. An operation that this very change drops or rewrites is a warning: applications that are deployed still send it as it was.',
    fix: 'Undo the change that the sentence names, or do it in steps: add the new, move the clients, remove the old.',
  },
  'operation-unread': {
    severity: 'error',
    area: 'operations',
    about:
      'Something that should be a stored operation does not parse, is put together as its program runs, or stands in a plain string: it is not checked. A warning where it was so in the base, and for a fragment that no operation spreads.',
    fix: 'Correct it, mark it as gql or /* GraphQL */, or take its file out of "operations" in the configuration.',
  },
  'operations-missing': {
    severity: 'warning',
    area: 'operations',
    about:
      'A glob of "operations" in the configuration matches nothing: operations that should be there are not checked.',
    fix: 'Correct the glob, or generate the files first; take it out if there are none.',
  },
  'operation-invalid': {
    severity: 'error',
    area: 'operations',
    about:
      'A stored operation that is new or changed cannot be answered by the schema; or any, where the base is of no use to tell.',
    fix: 'Correct the operation. If it is written ahead of the schema, approve it until then.',
  },
} as const satisfies Readonly<Record<string, Rule>>
