import { z } from 'zod'
import { lintRules } from './rules/lint.ts'

const lintIds = Object.keys(lintRules) as [keyof typeof lintRules, ...(keyof typeof lintRules)[]]
const globs = z.union([z.string(), z.array(z.string())])
const subgraphs = z.union([
  z.string(),
  z.array(z.union([z.string(), z.strictObject({ name: z.string(), schema: globs })])),
  z.record(z.string(), globs),
])
const clients = z.enum(['any', 'stored'])
const router = z.enum(['@apollo/gateway', 'other'])
const weight = z.enum(['off', 'notice', 'warning', 'error'])
const name = z.string().regex(/^[\w.@-]+$/, 'is no name: letters, digits and . @ _ - alone')
const contracts = z.record(
  name,
  z
    .strictObject({
      /** What has one of these tags; everything, when none is said. */
      includeTags: z.array(z.string()).default([]),
      /** … and none of these. */
      excludeTags: z.array(z.string()).default([]),
      /** Types to which nothing leads that its clients see are hidden too. */
      hideUnreachableTypes: z.boolean().default(true),
      /** Which operations its clients send. When it is not said, nobody knows: what breaks one of them is an error. */
      operations: z.array(z.string()).optional(),
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
  /** For editors. */
  $schema: z.string().optional(),
  /**
   * A glob of which the star stands for the subgraph's name, several of them, names with their files, or the list of
   * another tool: rover's or wgc's YAML. A subgraph may be of several files.
   */
  subgraphs: subgraphs.default('subgraphs/*/schema.graphql'),
  /** Stored operations: see `textsIn` for the kinds of files. */
  operations: z
    .array(z.string())
    .default([
      'operations/**/*.{graphql,gql}',
      '*/operations/**/*.{graphql,gql}',
      '{,*/}persisted-query-manifest.json',
      'README.md',
    ]),
  /**
   * What events say: a catalogue, AsyncAPI documents, or JSON Schemas of which each is one event. Globs; looked for where
   * others have it when it is not said.
   */
  events: globs.optional(),
  /** Exports `eventCatalogue()`: the catalogue as the code says it now. */
  eventModule: z.string().optional(),
  /** How long messages are kept, in days: consumers have to read what was promised all that time. */
  eventsKeptForDays: z.int().nonnegative().default(30),
  approvals: z.string().default('supergraph-approvals.json'),
  /** How long something has to be @deprecated, in days, before it may be removed. */
  deprecatedForDays: z.int().nonnegative().default(30),
  /**
   * Who may send operations. `any`: clients that nobody knows too, so what breaks one of them is an error. `stored`: the
   * router runs the stored operations and no others, so a break that reaches none of them is a warning.
   */
  clients: clients.default('any'),
  /**
   * What serves the supergraph. `other` is one that knows all that composition knows, and is not asked; when it is not
   * said, what @apollo/gateway would refuse is told where it comes, and what was there before is served by somebody.
   */
  router: router.optional(),
  /**
   * How much it weighs that The Guild's composition does not agree with Apollo's, which decides; `off` does not ask it.
   */
  compositionDisagreement: weight.default('warning'),
  /** Parts of the supergraph that some clients see, by `@tag`, as GraphOS and Cosmo define them. */
  contracts: contracts.default({}),
  /**
   * Other supergraphs of the same repository, each by what differs from what stands above; contracts are its own. Where
   * nothing above says "subgraphs", these are all.
   */
  variants: z
    .record(
      name,
      z.strictObject({
        subgraphs: subgraphs.exactOptional(),
        operations: z.array(z.string()).exactOptional(),
        contracts: contracts.exactOptional(),
        clients: clients.exactOptional(),
        router: router.exactOptional(),
      }),
    )
    .default({}),
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
      /** A list with one of these arguments is limited. */
      pagingArguments: z.array(z.string()).default(['first', 'last', 'limit']),
      payload: z
        .strictObject({ errorsField: z.string().default('userErrors'), errorType: z.string().default('UserError') })
        .prefault({}),
      /** How much each rule of style weighs; `off` says nothing. */
      rules: z.partialRecord(z.enum(lintIds), weight).default({}),
    })
    .prefault({}),
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
  return isNone ? others : [[undefined, config], ...others]
}
