import type { Rule } from './rule.ts'

export const compositionRules = {
  'composition-error': {
    severity: 'error',
    area: 'composition',
    about: 'The subgraphs do not compose: there is no supergraph that a router could be given.',
    fix: 'Mend what the sentence names; the documentation of the code that it begins with is at apollographql.com/docs.',
    final: true,
  },
  'schema-invalid': {
    severity: 'error',
    area: 'composition',
    about:
      'A subgraph’s schema is no valid GraphQL: it does not parse, which cannot be approved; or it composes, and something stands in it twice, or a @oneOf input has a field that has to be given. A server may not start with it, and other compositions refuse it. A warning where it composes and was so in the base.',
    fix: 'Correct what the sentence names.',
  },
  'composition-base-broken': {
    severity: 'warning',
    area: 'composition',
    about: 'The base does not compose, so there is nothing that the schema could be compared with.',
    fix: 'Nothing, if this change mends it; else compare with an older revision: --base REV.',
  },
  'base-empty': {
    severity: 'notice',
    area: 'composition',
    about: 'The base has no subgraph: this is the first change of a supergraph, or its files were elsewhere.',
    fix: 'Nothing, if it is the first; else compare with a revision in which the files are where the configuration says.',
  },
  'subgraphs-missing': {
    severity: 'warning',
    area: 'composition',
    about: 'What "subgraphs" in the configuration names has no file: a subgraph that should be there is not checked.',
    fix: 'Correct the glob or the name, or take it out if the subgraph is gone.',
  },
  'subgraph-unlisted': {
    severity: 'warning',
    area: 'composition',
    about:
      'A file looks like the schema of a subgraph, stands where those that the configuration names do, and is named by nothing: it is not checked.',
    fix: 'Name it in "subgraphs" of the configuration, best by a glob that finds the next one too; or move it elsewhere.',
  },
  'base-stale': {
    severity: 'warning',
    area: 'composition',
    about:
      'The base is older than what the head was made from, so changes of others are told as if they were this one’s.',
    fix: 'Compare with what this is merged into: in a merge commit --base HEAD^1; or update the branch that --base names.',
  },
  'composition-hint': {
    severity: 'notice',
    area: 'composition',
    about: 'The subgraphs compose, and something looks odd that did not in the base.',
    fix: 'Look whether it is meant.',
  },
  'router-cannot-serve': {
    severity: 'error',
    area: 'composition',
    about:
      'The subgraphs compose to a supergraph that @apollo/gateway does not load: it knows nothing of @authenticated, @requiresScopes, @policy, @context and connectors, and refuses what it cannot enforce.',
    fix: 'Check it in the subgraph itself, where the data is; or say "router": "other" in the configuration if another router serves this supergraph.',
  },
  'composition-disagreement': {
    severity: 'warning',
    area: 'composition',
    about:
      'Two independent compositions (Apollo’s and The Guild’s, of which "composition" in the configuration says which decides) no longer agree whether the subgraphs compose, or what clients then see. One of them is wrong, and routers differ in which they trust.',
    fix: 'Avoid what they read differently, if a router may come that trusts the other. "compositionDisagreement" in the configuration says how much it weighs.',
  },
} as const satisfies Readonly<Record<string, Rule>>
