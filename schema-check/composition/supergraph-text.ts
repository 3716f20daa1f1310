import {
  defaultPrintOptions,
  printSchema,
  printTypeDefinitionAndExtensions,
  shallowOrderPrintedDefinitions,
  type Schema,
} from '@apollo/federation-internals'

/** A supergraph as Apollo's composition writes it for routers, type by type. */
export interface SupergraphText {
  /** The schema definition and the directives. */
  readonly header: string
  /** In the order in which they are written. */
  readonly types: readonly string[]
  definitionOf(type: string): string | undefined
  implementersOf(type: string): readonly string[]
}

const options = shallowOrderPrintedDefinitions(defaultPrintOptions)

/** With some types as another supergraph has them. */
export function supergraphText(
  schema: Schema,
  others: { readonly types: ReadonlySet<string>; readonly from: Schema } = { types: new Set(), from: schema },
): SupergraphText {
  const ownerOf = (type: string) => (others.types.has(type) ? others.from : schema)
  const names = [...new Set([...schema.types().map(({ name }) => name), ...others.types])]
  const has = (type: string) => ownerOf(type).type(type) !== undefined
  return {
    header: printSchema(schema, { ...options, typeFilter: () => false }),
    types: names.filter(has).sort((a, b) => a.localeCompare(b)),
    definitionOf: (name) => {
      const type = ownerOf(name).type(name)
      return type && printTypeDefinitionAndExtensions(type, options).join('\n\n')
    },
    implementersOf: (name) =>
      [...new Set([schema, others.from].flatMap((one) => implementersIn(one, name)))].filter(has),
  }
}

function implementersIn(schema: Schema, name: string): string[] {
  const type = schema.type(name)
  return type?.kind === 'InterfaceType' ? type.allImplementations().map((one) => one.name) : []
}

/** What belongs to specifications, and not to subgraphs. */
export function isMachinery(type: string): boolean {
  return type.includes('__')
}

export function textOfAll({ header, types, definitionOf }: SupergraphText): string {
  return [header, ...types.flatMap((type) => definitionOf(type) ?? [])].join('\n\n')
}
