import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { codegen } from '@graphql-codegen/core'
import * as typedDocumentNode from '@graphql-codegen/typed-document-node'
import * as typescriptOperations from '@graphql-codegen/typescript-operations'
import { parse, printSchema, Source, type DocumentNode } from 'graphql'
import { format, resolveConfig } from 'prettier'
import { ROOT } from './compose.ts'
import { apiSchemaOf } from './operations.ts'

const librarian = 'web/src/librarian/**/*.graphql'

/**
 * The operations of web/src, each with the types of its variables and its answer, as the API client takes them. Those
 * of the librarian are a file of their own, so that a member's browser does not load them.
 */
export async function webDocuments(supergraphSdl: string): Promise<[file: string, content: string][]> {
  const schema = parse(printSchema(apiSchemaOf(supergraphSdl)))
  const member = globSync('web/src/**/*.graphql', { cwd: ROOT, exclude: [librarian] })
  return [
    await typed('web/src/generated/member.ts', schema, member),
    await typed('web/src/generated/librarian.ts', schema, globSync(librarian, { cwd: ROOT })),
  ]
}

async function typed(name: string, schema: DocumentNode, files: string[]): Promise<[file: string, content: string]> {
  const target = join(ROOT, name)
  const content = await codegen({
    filename: target,
    schema,
    documents: files.sort().map((file) => ({
      location: file,
      document: parse(new Source(readFileSync(join(ROOT, file), 'utf8'), file)),
    })),
    pluginMap: { typescriptOperations, typedDocumentNode },
    plugins: [{ typescriptOperations: {} }, { typedDocumentNode: {} }],
    config: {
      scalars: { ID: 'string', DateTime: 'string' },
      strictScalars: true,
      useTypeImports: true,
      immutableTypes: true,
      skipTypename: true,
      arrayInputCoercion: false,
      disableDescriptions: true,
      documentNodeImport: '@apollo/client#TypedDocumentNode',
    },
  })
  const options = await resolveConfig(target)
  const header = '// Generated from the .graphql files of web/src by `npm run generate`.\n'
  return [target, await format(header + content, { ...options, parser: 'typescript' })]
}
