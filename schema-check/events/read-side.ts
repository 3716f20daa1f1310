import { Kind, type ObjectTypeDefinitionNode, type ObjectTypeExtensionNode, type TypeNode } from 'graphql'
import { type Finding, finding, type Sources } from '../finding.ts'
import { definitionsOf, placeOf } from '../sdl.ts'
import type { EventCatalogue, Projection } from './catalogue.ts'

/** Every column of the read side is decided by some event, and every field that it shows has a column. */
export function checkReadSide(base: Sources | undefined, head: Sources): Finding[] {
  return (head.eventContracts?.projections ?? []).flatMap((projection) => [
    ...unfed(head, projection),
    ...fieldsWithoutColumn(head, projection),
    ...lostFeeds(base?.eventContracts, head, projection),
  ])
}

function unfed(head: Sources, { name, subgraph, graphqlType, columns, otherwise }: Projection): Finding[] {
  return Object.entries(columns)
    .filter(([column, feeds]) => feeds.length === 0 && otherwise[column] === undefined)
    .map(([column]) =>
      finding('event-column-unfed', `${name}.${column} is decided by no event`, {
        coordinate: `${graphqlType}.${camelCase(column)}`,
        subgraph,
        ...locationOf(head, subgraph, graphqlType, camelCase(column)),
      }),
    )
}

function fieldsWithoutColumn(
  head: Sources,
  { subgraph, graphqlType, columns, otherwise, name }: Projection,
): Finding[] {
  const known = new Set([...Object.keys(columns), ...Object.keys(otherwise)].map(camelCase))
  const composite = compositeTypes(head, subgraph)
  return (
    fieldsOf(head, subgraph, graphqlType)
      // Another entity is found by its id, which is a column.
      .filter((field) => !known.has(field.name.value) && !composite.has(namedType(field.type)))
      .map((field) =>
        finding(
          'event-field-unfed',
          `${graphqlType}.${field.name.value} has no column in ${name}, so no event decides it`,
          {
            coordinate: `${graphqlType}.${field.name.value}`,
            subgraph,
            ...locationOf(head, subgraph, graphqlType, field.name.value),
          },
        ),
      )
  )
}

function lostFeeds(base: EventCatalogue | undefined, head: Sources, projection: Projection): Finding[] {
  const { name, subgraph, graphqlType, columns } = projection
  const before = base?.projections.find((one) => one.name === name)?.columns ?? {}
  return Object.entries(before).flatMap(([column, feeds]) => {
    const now = columns[column]
    // A column that is gone altogether is told by the schema's own rules.
    if (now === undefined || now.length === 0) return []
    const lost = feeds.filter((feed) => !now.some((one) => one === feed || one.startsWith(`${feed}#`)))
    return lost.map((feed) =>
      finding('event-column-feed-lost', `${feed} does not decide ${name}.${column} any more`, {
        coordinate: `${graphqlType}.${camelCase(column)}`,
        subgraph,
        ...locationOf(head, subgraph, graphqlType, camelCase(column)),
      }),
    )
  })
}

function fieldsOf(head: Sources, subgraph: string, type: string) {
  return objectTypes(head, subgraph, type).flatMap(({ fields }) => fields ?? [])
}

function objectTypes(head: Sources, subgraph: string, type: string) {
  const source = head.subgraphs.find(({ name }) => name === subgraph)
  return (source === undefined ? [] : definitionsOf(source)).filter(
    (one): one is ObjectTypeDefinitionNode | ObjectTypeExtensionNode =>
      (one.kind === Kind.OBJECT_TYPE_DEFINITION || one.kind === Kind.OBJECT_TYPE_EXTENSION) && one.name.value === type,
  )
}

function compositeTypes(head: Sources, subgraph: string): Set<string> {
  const source = head.subgraphs.find(({ name }) => name === subgraph)
  const kinds: readonly string[] = [
    Kind.OBJECT_TYPE_DEFINITION,
    Kind.INTERFACE_TYPE_DEFINITION,
    Kind.UNION_TYPE_DEFINITION,
  ]
  return new Set(
    (source === undefined ? [] : definitionsOf(source)).flatMap((one) =>
      kinds.includes(one.kind) && 'name' in one && one.name !== undefined ? [one.name.value] : [],
    ),
  )
}

function locationOf(head: Sources, subgraph: string, type: string, field: string): Pick<Finding, 'location'> {
  const source = head.subgraphs.find(({ name }) => name === subgraph)
  const node =
    fieldsOf(head, subgraph, type).find(({ name }) => name.value === field) ?? objectTypes(head, subgraph, type)[0]
  return source === undefined || node === undefined ? {} : { location: placeOf(source, node) }
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type)
}

function camelCase(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
