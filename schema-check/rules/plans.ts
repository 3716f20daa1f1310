import type { Rule } from './rule.ts'

export const planRules = {
  'plan-more-fetches': {
    severity: 'warning',
    area: 'plans',
    about: 'The router asks subgraphs more often than before to answer a stored operation.',
    fix: 'Let one subgraph answer the fields that were torn apart (@shareable, @provides), or accept it.',
  },
  'plan-deeper': {
    severity: 'warning',
    area: 'plans',
    about: 'More fetches have to wait for one another: every one adds its latency to the operation’s.',
    fix: 'Let the subgraph that is asked first provide the key, or the fields (@provides).',
  },
  'plan-costlier': {
    severity: 'warning',
    area: 'plans',
    about:
      'The plan’s cost rose by more than a fifth, with as many fetches: 100 for each fetch, and 1 for each field that it asks for, ten times that inside a list, and so on.',
    fix: 'Look which fields are fetched now that were not: keys and @requires cost too.',
  },
  'plan-moved': {
    severity: 'notice',
    area: 'plans',
    about: 'Other subgraphs than before answer a stored operation, with no more fetches.',
    fix: 'Nothing, if those subgraphs can bear the load.',
  },
  'plan-lighter': {
    severity: 'notice',
    area: 'plans',
    about: 'A stored operation needs fewer fetches, or fewer that wait for one another.',
    fix: 'Nothing.',
  },
  'plan-impossible': {
    severity: 'error',
    area: 'plans',
    about: 'The query planner finds no plan for a stored operation that it could plan before.',
    fix: 'Look at the keys on the way to the field that the sentence names.',
  },
  'plan-dishonest': {
    severity: 'error',
    area: 'plans',
    about:
      'A stored operation has a plan, but it would not answer what is asked: a field comes from nowhere, or two fetches write one place of the answer with different arguments. The router refuses such an operation.',
    fix: 'Let the subgraphs require the same arguments, or give the field that the sentence names an owner who can be asked for it.',
  },
} as const satisfies Readonly<Record<string, Rule>>
