import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { codegen } from '@graphql-codegen/core'
import * as typescript from '@graphql-codegen/typescript'
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers'
import { parse } from 'graphql'
import { format, resolveConfig } from 'prettier'
import { z } from 'zod'
import { generatingCommand } from './command.ts'
import { compose, HalfMadeSubgraph, readSubgraphs, ROOT, SUPERGRAPH_FILE, type SubgraphSource } from './compose.ts'
import { webDocuments } from './web-documents.ts'

/** `"graphql"` in a subgraph's package.json. Paths are as generated/resolvers.ts has to import them. */
const Settings = z.strictObject({
  /** What stands behind a GraphQL type inside this subgraph: `"Rental": "../database.ts#RentalRow"`. */
  mappers: z.record(z.string(), z.string()).default({}),
  context: z.string().default('@ebook/chassis/request#RequestContext'),
})

function settingsOf(subgraph: SubgraphSource): z.infer<typeof Settings> {
  const file = join(ROOT, dirname(subgraph.path), 'package.json')
  const manifest = z.object({ graphql: z.unknown().optional() }).parse(JSON.parse(readFileSync(file, 'utf8')))
  const settings = Settings.safeParse(manifest.graphql ?? {})
  if (!settings.success) throw new HalfMadeSubgraph(file, `says of "graphql": ${z.prettifyError(settings.error)}`)
  return settings.data
}

/** The types of a subgraph's resolvers. Only types, so the file is erased whole when it is run. */
async function resolverTypes(subgraph: SubgraphSource): Promise<[file: string, content: string]> {
  const file = join(ROOT, dirname(subgraph.path), 'generated', 'resolvers.ts')
  const { mappers, context } = settingsOf(subgraph)
  const content = await codegen({
    filename: file,
    schema: parse(subgraph.sdl),
    documents: [],
    pluginMap: { typescript, typescriptResolvers },
    plugins: [{ typescript: {} }, { typescriptResolvers: {} }],
    config: {
      federation: true,
      // It would inject the directives of federation 1; ours are federation 2 and imported by @link.
      disableFederationDirectiveAndScalarInjection: true,
      contextType: context,
      mappers,
      scalars: { DateTime: { input: 'string', output: 'Date | string' } },
      strictScalars: true,
      enumsAsTypes: true,
      useTypeImports: true,
      immutableTypes: true,
      skipTypename: true,
      maybeValue: 'T | null | undefined',
      makeResolverTypeCallable: true,
    },
  })
  const options = await resolveConfig(file)
  const header = '// Generated from schema.graphql by `npm run generate`.\n'
  return [file, await format(header + content, { ...options, parser: 'typescript' })]
}

/** Every generated file with the content it should have. Throws CompositionFailed. */
export async function generate(subgraphs = readSubgraphs()): Promise<Map<string, string>> {
  const { supergraphSdl, hints } = compose(subgraphs)
  for (const hint of hints) process.stderr.write(`hint: ${hint}\n`)
  // It loads every subgraph's code, which --help can do without.
  const { eventFiles } = await import('./event-files.ts')
  const { eventCatalogue } = await import('./event-contracts.ts')
  const { generatedPages } = await import('../docs/generate/pages.ts')
  const { dashboardFiles } = await import('../deploy/grafana/dashboards.ts')
  const resolvers = await Promise.all(subgraphs.map(resolverTypes))
  const web = await webDocuments(supergraphSdl)
  return new Map([
    [SUPERGRAPH_FILE, supergraphSdl],
    ...resolvers,
    ...web,
    ...(await eventFiles()),
    ...generatedPages(eventCatalogue()),
    ...dashboardFiles(),
  ])
}

const help = `Usage: npm run generate [-- --check]

Generates schema/supergraph.graphql and subgraphs/*/generated/resolvers.ts from subgraphs/*/schema.graphql; and
schema/events.json, docs/events.md and docs/asyncapi.yaml from what the subgraphs publish and expect; and
web/src/generated/ from the operations of the web application; and the tables of docs/architecture.md from the code,
that of docs/operating.md from the alerts, and docs/requirements.md from the titles of the tests; and deploy/grafana/*.json.

  npm run generate               writes them
  npm run generate -- --check    writes nothing

Exit 0 fine, 1 something is stale, a subgraph is half made or they do not compose, 3 the arguments make no sense.
`

if (import.meta.main) await generatingCommand(help, generate)
