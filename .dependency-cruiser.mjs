// Imports go one way: subgraphs → chassis → nats; router → chassis, schema → schema-check; catalogue → book, chassis;
// stack, testkit → processes → nats; stack, cli, clients, reconcile, e2e, drill and bench on top.
const onTop = '^(testkit|processes|stack|cli|e2e|clients|reconcile|drill|bench)/'
// Tests may stand on the real infrastructure, and on each other's fakes.
const test = '\\.test\\.ts$|/testing/|^vitest\\.config\\.ts$|^testkit/'
// The life of an aggregate, in a folder of its own: what it says, what it is, what it decides, and what that does to a sum.
const domain = '^subgraphs/[^/]+/(?!migrations/)[^/]+/(language|state|decide|points|ledger)\\.ts$'

const wrongWay = (name, from, to) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: test },
  to: { path: to },
})

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
    wrongWay(
      'nats-knows-nobody',
      '^nats/',
      '^(chassis|router|schema|subgraphs|processes|stack|cli|e2e|clients|reconcile|drill|bench)/',
    ),
    wrongWay(
      'chassis-knows-nats-alone',
      '^chassis/',
      '^(router|schema|subgraphs|processes|stack|cli|e2e|clients|reconcile|drill|bench)/',
    ),
    {
      name: 'the-schema-check-knows-no-project',
      comment: 'another supergraph installs it: it imports nothing of this one, in its tests neither',
      severity: 'error',
      from: { path: '^schema-check/' },
      to: { pathNot: '^(schema-check|node_modules)/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'the-schema-check-is-for-schema-and-router',
      severity: 'error',
      from: { pathNot: ['^(schema|schema-check|router)/', test] },
      to: { path: '^schema-check/' },
    },
    wrongWay(
      'router-knows-chassis-and-schema',
      '^router/',
      '^(nats|subgraphs|processes|stack|cli|e2e|clients|reconcile|drill|bench)/',
    ),
    wrongWay(
      'subgraphs-know-chassis-and-nats',
      '^subgraphs/',
      '^(router|schema|processes|stack|cli|e2e|clients|reconcile|drill|bench)/',
    ),
    {
      name: 'no-subgraph-knows-another',
      comment: 'but for the types of what another publishes (events.ts)',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+)/', pathNot: test },
      to: { path: '^subgraphs/', pathNot: ['^subgraphs/$1/', '^subgraphs/[^/]+/events\\.ts$'] },
    },
    {
      name: 'events-of-another-are-types',
      comment: 'a consumer parses what it reads by its own expectation: the stream holds yesterday’s messages',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+)/', pathNot: test },
      to: { path: '^subgraphs/[^/]+/events\\.ts$', pathNot: '^subgraphs/$1/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-domain-is-pure',
      comment: 'a domain file knows its own files, the decider and types: no clock, no ids, no I/O',
      severity: 'error',
      from: { path: domain },
      to: { pathNot: [domain, '^chassis/decider\\.ts$'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'a-language-imports-nothing',
      comment:
        'commands, events and refusals are the first thing to read of an aggregate, and all else is said in them',
      severity: 'error',
      from: { path: '^subgraphs/[^/]+/[^/]+/language\\.ts$' },
      to: {},
    },
    {
      name: 'nobody-imports-a-test',
      severity: 'error',
      from: { pathNot: test },
      to: { path: '\\.test\\.ts$|/testing/|^testkit/' },
    },
    {
      name: 'nats-client-behind-its-adapter',
      severity: 'error',
      from: { pathNot: '^(nats|processes)/|^(testkit|stack)/.*\\.test\\.ts$' },
      to: { path: '^node_modules/nats/' },
    },
    {
      name: 'nothing-below-knows-what-is-on-top',
      severity: 'error',
      from: { pathNot: [onTop, test] },
      to: { path: onTop },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.data|\\.cache|coverage|web)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
}
