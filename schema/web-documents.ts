import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { codegen } from '@graphql-codegen/core'
import * as typedDocumentNode from '@graphql-codegen/typed-document-node'
import * as typescriptOperations from '@graphql-codegen/typescript-operations'
import { parse, printSchema, Source } from 'graphql'
import { format, resolveConfig } from 'prettier'
import { ROOT } from './compose.ts'
import { apiSchemaOf } from './operations.ts'

const target = join(ROOT, 'web/src/generated/operations.ts')

/** The operations of web/src, each with the types of its variables and its answer, as the API client takes them. */
export async function webDocuments(supergraphSdl: string): Promise<[file: string, content: string]> {
  const files = globSync('web/src/**/*.graphql', { cwd: ROOT }).sort()
  const content = await codegen({
    filename: target,
    schema: parse(printSchema(apiSchemaOf(supergraphSdl))),
    documents: files.map((file) => ({
      location: file,
      document: parse(new Source(readFileSync(join(ROOT, file), 'utf8'), file)),
    })),
    pluginMap: { typescriptOperations, typedDocumentNode },
    plugins: [{ typescriptOperations: {} }, { typedDocumentNode: {} }],
    config: {
      scalars: { DateTime: 'string' },
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
  const header = '// Generated from web/src/**/*.graphql by `npm run generate`.\n'
  return [target, await format(header + content, { ...options, parser: 'typescript' })]
}
