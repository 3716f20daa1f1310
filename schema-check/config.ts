import { z } from 'zod'
import { lintRules } from './rules/lint.ts'

const lintIds = Object.keys(lintRules) as [keyof typeof lintRules, ...(keyof typeof lintRules)[]]
const glob = z.string().min(1, 'is empty')
const globs = z.union([glob, z.array(glob)])
const subgraphName = z.string().min(1, 'is no name: it is empty')
const subgraphs = z.union([
  glob,
  z.array(z.union([glob, z.strictObject({ name: subgraphName, schema: globs })])),
  z.record(subgraphName, globs),
])
const clients = z.enum(['any', 'stored'])
const router = z.enum(['@apollo/gateway', 'other'])
const composition = z.enum(['apollo', 'guild'])
const weight = z.enum(['off', 'notice', 'warning', 'error'])
const name = z.string().regex(/^[\w.@-]+$/, 'is no name: letters, digits and . @ _ - alone')
const contracts = z.record(
  name,
  z
    .strictObject({
      includeTags: z
        .array(z.string())
        .default([])
        .describe('What has one of these tags; everything, when none is said.'),
      excludeTags: z.array(z.string()).default([]).describe('And has none of these.'),
      hideUnreachableTypes: z
        .boolean()
        .default(true)
        .describe('Types to which nothing leads that its clients see are hidden too.'),
      operations: z
        .array(z.string())
        .optional()
        .describe(
          'Which operations its clients send. When it is not said, nobody knows: what breaks one of them is an error.',
        ),
    })
    .refine(({ includeTags, excludeTags }) => includeTags.length + excludeTags.length > 0, 'names no tag')
    .refine(
      ({ includeTags, excludeTags }) => new Set(includeTags).isDisjointFrom(new Set(excludeTags)),
      'includes and excludes the same tag',
    ),
)
const pattern = z.string().refine(isPattern, 'is no regular expression')

/** Where things are in this repository, and how strict the check is. */
export const Config = z.strictObject({
  $schema: z.string().optional().describe('For editors.'),
  subgraphs: subgraphs
    .default('subgraphs/*/schema.graphql')
    .describe(
      "A glob of which the star stands for the subgraph's name, several of them, names with their files, or the list of another tool: rover's or wgc's YAML. A subgraph may be of several files.",
    ),
  operations: z
    .array(z.string())
    .default([
      'operations/**/*.{graphql,gql}',
      '*/operations/**/*.{graphql,gql}',
      '{,*/}persisted-query-manifest.json',
      'README.md',
    ])
    .describe('Globs of the stored operations: GraphQL, programs with templates, manifests, Markdown.'),
  events: globs
    .optional()
    .describe(
      'What events say: a catalogue, AsyncAPI documents, or schemas (JSON Schema, Avro) of which each is one event. Globs; looked for where others have it when it is not said.',
    ),
  eventModule: z.string().optional().describe('Exports `eventCatalogue()`: the catalogue as the code says it now.'),
  eventsKeptForDays: z
    .int()
    .nonnegative()
    .default(30)
    .describe('How long messages are kept, in days: consumers have to read what was promised all that time.'),
  approvals: z
    .string()
    .default('supergraph-approvals.json')
    .describe('The file of deliberate breaks (approvals.schema.json).'),
  deprecatedForDays: z
    .int()
    .nonnegative()
    .default(30)
    .describe('How long something has to be @deprecated, in days, before it may be removed.'),
  clients: clients
    .default('any')
    .describe(
      'Who may send operations. `any`: clients that nobody knows too, so what breaks one of them is an error. `stored`: the router runs the stored operations and no others, so a break that reaches none of them is a warning.',
    ),
  router: router
    .optional()
    .describe(
      'What serves the supergraph. `other` is one that knows all that composition knows, and is not asked; when it is not said, what @apollo/gateway would refuse is told where it comes, and what was there before is served by somebody.',
    ),
  composition: composition
    .default('apollo')
    .describe(
      "Whose composition decides whether there is a supergraph and what clients see of it: the one by which the router's supergraph is made. The other is asked for its opinion. `guild` is The Guild's, as Hive has it.",
    ),
  compositionDisagreement: weight
    .default('warning')
    .describe(
      'How much it weighs that the composition which does not decide disagrees with the one that does; `off` does not ask it.',
    ),
  contracts: contracts
    .default({})
    .describe('Parts of the supergraph that some clients see, by `@tag`, as GraphOS and Cosmo define them.'),
  variants: z
    .record(
      name,
      z.strictObject({
        subgraphs: subgraphs.exactOptional(),
        operations: z.array(z.string()).exactOptional(),
        contracts: contracts.exactOptional(),
        clients: clients.exactOptional(),
        router: router.exactOptional(),
        composition: composition.exactOptional(),
      }),
    )
    .default({})
    .describe(
      'Other supergraphs of the same repository, each by what differs from what stands above; contracts are its own. Where nothing above says "subgraphs", these are all.',
    ),
  lint: z
    .strictObject({
      naming: z
        .strictObject({
          type: pattern.default('^[A-Z][A-Za-z0-9]*$'),
          input: pattern.default('^[A-Z][A-Za-z0-9]*Input$'),
          field: pattern.default('^[a-z][A-Za-z0-9]*$'),
          argument: pattern.default('^[a-z][A-Za-z0-9]*$'),
          inputField: pattern.default('^[a-z][A-Za-z0-9]*$'),
          enumValue: pattern.default('^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$'),
        })
        .prefault({}),
      pagingArguments: z
        .array(z.string())
        .default(['first', 'last', 'limit'])
        .describe('A list with one of these arguments is limited.'),
      payload: z
        .strictObject({ errorsField: z.string().default('userErrors'), errorType: z.string().default('UserError') })
        .prefault({}),
      rules: z
        .partialRecord(z.enum(lintIds), weight)
        .default({})
        .describe('How much each rule of style weighs; `off` says nothing.'),
    })
    .prefault({})
    .describe('How the schemas are written: names, pages, payloads, and how much each rule of style weighs.'),
})
export type Config = z.infer<typeof Config>

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp
  } catch {
    return false
  }
}

/** The supergraphs of a repository, each with its configuration: the whole, which has no name, and the variants. */
export function supergraphsIn(config: Config): (readonly [variant: string | undefined, config: Config])[] {
  const { variants, ...whole } = config
  const others = Object.entries(variants).map(
    ([name, own]) => [name, { ...whole, contracts: {}, ...own, variants: {} }] as const,
  )
  const isNone = Array.isArray(whole.subgraphs) && whole.subgraphs.length === 0 && others.length > 0
  const all = isNone ? others : ([[undefined, config], ...others] as const)
  return all.map(([name, one]) => [name, withRouter(one)])
}

/** Who has it composed by another composition than Apollo's does not serve it by Apollo's gateway, unless they say so. */
function withRouter(config: Config): Config {
  return config.router === undefined && config.composition !== 'apollo' ? { ...config, router: 'other' } : config
}
