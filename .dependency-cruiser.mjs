// Imports go one way: subgraphs → chassis → nats → telemetry; router → chassis, nats’ connection, schema → schema-check; catalogue → book, chassis;
// stack → catalogue; stack, testkit → processes → nats; stack, cli, clients, reconcile, backup, e2e, drill, bench, deploy/containers and deploy/cluster on top.
const onTop = '^(testkit|processes|stack|cli|e2e|clients|reconcile|backup|drill|bench|deploy/(containers|cluster))/'
// Tests may stand on the real infrastructure, and on each other's fakes.
const test = '\\.test\\.tsx?$|/testing/|^vitest\\.config\\.ts$|^testkit/|^e2e/'
// The life of an aggregate, in a folder of its own: what it says, what it is, what it decides, and what that does to a sum.
const domain =
  '^subgraphs/[^/]+/(?!(migrations|sql|queries)/)[^/]+/(language|state|decide|points|ledger|licence|counts|loan|renewal|endings|anonymity)\\.ts$'

// What they are, for those who run them: it imports nothing, and whoever may know that there are subgraphs may import it.
const list = '^subgraphs/subgraphs\\.ts$'

const wrongWay = (name, from, to) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: test },
  to: { path: to, pathNot: list },
})

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'types count; but what is generated is typed by those who use it',
      severity: 'error',
      from: { pathNot: '/generated/' },
      to: { circular: true, viaOnly: { pathNot: '/generated/' } },
    },
    {
      name: 'a-room-of-the-router-knows-no-top',
      comment: 'main, config and start-router put the rooms together',
      severity: 'error',
      from: { path: '^router/[^/]+/', pathNot: test },
      to: { path: '^router/[^/]+\\.ts$' },
    },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'road-and-chassis-know-no-subgraph',
      severity: 'error',
      from: { path: '^(nats|chassis)/', pathNot: test },
      to: { path: list },
    },
    {
      name: 'telemetry-knows-nobody',
      severity: 'error',
      from: { path: '^telemetry/' },
      to: { pathNot: '^(telemetry|node_modules)/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'untraced-nothing-of-it-is-loaded',
      comment: 'OpenTelemetry is behind one file, which is imported when tracing is turned on; types cost nothing',
      severity: 'error',
      from: { pathNot: ['^telemetry/(open-telemetry|told-exporter)\\.ts$', test] },
      to: {
        path: '^node_modules/@opentelemetry/|^telemetry/open-telemetry',
        dependencyTypesNot: ['type-only', 'dynamic-import'],
      },
    },
    wrongWay(
      'nats-knows-nobody',
      '^nats/',
      '^(chassis|router|schema|subgraphs|processes|stack|cli|e2e|clients|reconcile|backup|drill|bench)/',
    ),
    wrongWay(
      'chassis-knows-nats-alone',
      '^chassis/',
      '^(router|schema|subgraphs|processes|stack|cli|e2e|clients|reconcile|backup|drill|bench)/',
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
      '^(nats/(?!(connection|listen)\\.ts$)|(subgraphs|processes|stack|cli|e2e|clients|reconcile|backup|drill|bench)/)',
    ),
    wrongWay(
      'subgraphs-know-chassis-and-nats',
      '^subgraphs/',
      '^(router|schema|processes|stack|cli|e2e|clients|reconcile|backup|drill|bench)/',
    ),
    {
      name: 'no-subgraph-knows-another',
      comment: 'but for the types of what another publishes (events.ts)',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+)/', pathNot: test },
      to: { path: '^subgraphs/', pathNot: ['^subgraphs/$1/', '^subgraphs/[^/]+/events\\.ts$', list] },
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
      name: 'a-language-imports-the-decider-alone',
      comment:
        'commands, events and refusals are the first thing to read of an aggregate, and all else is said in them',
      severity: 'error',
      from: { path: '^subgraphs/[^/]+/[^/]+/language\\.ts$' },
      to: { pathNot: '^chassis/decider\\.ts$' },
    },
    {
      // A measurement stands on what tests stand on, such as an issuer with real keys.
      name: 'nobody-imports-a-test',
      severity: 'error',
      from: { pathNot: [test, '^bench/'] },
      to: { path: '\\.test\\.tsx?$|/testing/|^testkit/' },
    },
    {
      name: 'nats-client-behind-its-adapter',
      severity: 'error',
      from: { pathNot: '^(nats|processes)/|^(testkit|stack)/.*\\.test\\.ts$' },
      to: { path: '^node_modules/nats/' },
    },
    {
      name: 'the-pages-know-catalogue-and-roles',
      severity: 'error',
      from: { path: '^web/', pathNot: test },
      to: { pathNot: '^(web|catalogue|node_modules)/|^chassis/roles\\.ts$' },
    },
    wrongWay(
      'catalogue-knows-book-and-chassis',
      '^catalogue/',
      '^(?!catalogue/|chassis/|subgraphs/book/|node_modules/)',
    ),
    wrongWay('processes-know-nats-alone', '^processes/', '^(chassis|router|schema|subgraphs|catalogue|testkit|web)/'),
    {
      name: 'stack-stands-on-processes',
      comment: 'but for the bank of the simulated payment provider, whose page is beside the development issuer',
      severity: 'error',
      from: { path: '^stack/', pathNot: test },
      to: {
        path: '^(subgraphs|router|schema|web)/',
        pathNot: [list, '^subgraphs/payment/provider/(open-)?simulated-bank\\.ts$'],
      },
    },
    {
      name: 'the-testkit-knows-processes-alone',
      severity: 'error',
      from: { path: '^testkit/' },
      to: { path: '^(nats|chassis|router|schema|subgraphs|catalogue|stack|web)/', pathNot: list },
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
    exclude: { path: '(^|/)(\\.data|\\.cache|coverage|web/dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
}
