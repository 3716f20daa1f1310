import { readdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import {
  getOperationAST,
  parse,
  print,
  separateOperations,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql'
import { Planner } from './plans.ts'
import { readSupergraph } from './supergraph.ts'
import { sha256, type Manifest } from './trusted-documents.ts'

const schemaFolder = fileURLToPath(new URL('../schema/', import.meta.url))

export interface Trust {
  readonly manifest: Manifest
  /** Operations that the supergraph cannot answer yet, each with the reason. They are not trusted. */
  readonly leftOut: readonly string[]
}

/**
 * The manifest of all operations in `folder`: each operation by itself with the fragments it uses. Throws for an
 * operation without a name or with the name of another.
 */
export async function trustOperations(folder: string, supergraphFile: string): Promise<Trust> {
  const schema = new Planner(await readSupergraph(supergraphFile)).apiSchema()
  const manifest: Record<string, string> = {}
  const leftOut: string[] = []
  const names = new Set<string>()
  const files = (await readdir(folder)).filter((file) => file.endsWith('.graphql')).sort()
  for (const file of files) {
    const operations = separateOperations(parse(await readFile(`${folder}/${file}`, 'utf8')))
    for (const [name, document] of Object.entries(operations)) {
      if (name === '' || names.has(name))
        throw new Error(`${file}: every operation needs a name of its own ("${name}")`)
      names.add(name)
      const problem = problemOf(schema, document)
      if (problem === undefined) manifest[sha256(print(document))] = print(document)
      else leftOut.push(`${name}: ${problem}`)
    }
  }
  return { manifest, leftOut }
}

function problemOf(schema: GraphQLSchema, document: DocumentNode): string | undefined {
  const kind = getOperationAST(document)?.operation
  // `validate` finds nothing wrong with the fields of a root type that is not there.
  if (kind === undefined || !schema.getRootType(kind)) return `There is no ${kind} in the supergraph.`
  return validate(schema, document)[0]?.message.replace(/ Did you mean .+$/, '')
}

export function printManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`
}

if (import.meta.main) {
  const { manifest, leftOut } = await trustOperations(`${schemaFolder}operations`, `${schemaFolder}supergraph.graphql`)
  await writeFile(`${schemaFolder}trusted-documents.json`, printManifest(manifest))
  process.stdout.write(`${Object.keys(manifest).length} operations are trusted\n`)
  for (const operation of leftOut) process.stdout.write(`left out, not in the supergraph: ${operation}\n`)
}
