import type { Rule } from './rule.ts'

export const deploymentRules = {
  'subgraph-added': {
    severity: 'notice',
    area: 'schema',
    about: 'The supergraph has a subgraph more.',
    fix: 'Deploy it before the supergraph.',
  },
  'subgraph-removed': {
    severity: 'warning',
    area: 'schema',
    about: 'The supergraph has a subgraph less.',
    fix: 'Stop it only when every router has the new supergraph.',
  },
  'subgraph-key-removed': {
    severity: 'warning',
    area: 'schema',
    about: 'An entity cannot be found by a key any more in a subgraph. Routers with the old supergraph may still try.',
    fix: 'Keep the key until every router has the new supergraph (rollout-order says when).',
  },
  'subgraph-key-added': {
    severity: 'notice',
    area: 'schema',
    about: 'An entity can be found by a new key in a subgraph.',
    fix: 'Nothing.',
  },
  'subgraph-part-removed': {
    severity: 'notice',
    area: 'schema',
    about: 'A subgraph does not have something any more that clients still see, because another subgraph has it.',
    fix: 'Nothing; rollout-order says when it may be deployed.',
  },
  'subgraph-part-added': {
    severity: 'notice',
    area: 'schema',
    about: 'A subgraph has something that clients saw before, from another subgraph, or do not see.',
    fix: 'Nothing.',
  },
  'subgraph-part-changed': {
    severity: 'notice',
    area: 'schema',
    about: 'A type, default or federation directive differs in a subgraph and clients see no difference.',
    fix: 'Nothing; rollout-order says when it may be deployed.',
  },
  'rollout-order': {
    severity: 'notice',
    area: 'deployment',
    about:
      'Old and new of every changed subgraph were held against the old and the new supergraph. In this order no router ever asks a subgraph for what it does not have.',
    fix: 'Deploy in this order, each wholly before the next.',
  },
  'rollout-risky': {
    severity: 'warning',
    area: 'deployment',
    about:
      'No order is safe for every operation that clients could send. The order that is told spares the stored operations.',
    fix: 'If other operations matter: first a change that only adds, then one that only removes.',
  },
  'rollout-impossible': {
    severity: 'error',
    area: 'deployment',
    about:
      'There is no safe order: the new subgraph fails stored operations under the old supergraph, and the old subgraph under the new one.',
    fix: 'Split it into two merges: first what adds, which is deployed everywhere, then what removes.',
  },
} as const satisfies Readonly<Record<string, Rule>>
