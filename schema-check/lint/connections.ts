import type { Finding } from '../finding.ts'
import type { Lint } from './lint-family.ts'
import { tell } from './tell.ts'
import { shapeOf, type Named } from './walk.ts'

/** Lists that may grow are paged, and pages look the same everywhere. */
export const lintConnections: Lint = (parts, { pagingArguments }) => {
  const fields = parts.filter(({ kind }) => kind === 'field')
  const composite = new Set(fields.flatMap(({ parent }) => (parent === undefined ? [] : [parent])))
  return [
    ...fields.flatMap((field) => ofField(field, composite, pagingArguments)),
    ...parts
      .filter(({ kind, name, extension }) => kind === 'type' && name.endsWith('Connection') && !extension)
      .flatMap((type) => ofConnection(type, fields)),
  ]
}

function ofField(field: Named, composite: ReadonlySet<string>, paging: readonly string[]): Finding[] {
  if (field.type === undefined) return []
  const { name, list, itemNonNull } = shapeOf(field.type)
  const found: Finding[] = []
  if (list && !itemNonNull) {
    found.push(tell('lint-list-item-nullable', field, `${field.coordinate} is a list whose items may be null`))
  }
  const args = new Set((field.args ?? []).map((arg) => arg.name.value))
  const paged = paging.some((arg) => args.has(arg))
  // The refusals of a mutation are as many as its input has fields.
  const isShort = field.parent?.endsWith('Connection') || field.parent?.endsWith('Payload')
  if (list && composite.has(name) && !paged && !isShort) {
    found.push(tell('lint-list-unpaged', field, `${field.coordinate} answers a list of ${name} without a limit`))
  }
  if (
    name.endsWith('Connection') &&
    !(args.has('first') && args.has('after')) &&
    !(args.has('last') && args.has('before'))
  ) {
    found.push(
      tell('lint-connection-shape', field, `${field.coordinate} answers a connection and takes no first and after`),
    )
  }
  return found
}

function ofConnection(type: Named, fields: readonly Named[]): Finding[] {
  const own = fields.filter(({ parent, subgraph }) => parent === type.name && subgraph === type.subgraph)
  const edges = own.find(({ name }) => name === 'edges')?.type
  const pageInfo = own.find(({ name }) => name === 'pageInfo')?.type
  const missing = [
    ...(edges && shapeOf(edges).list && shapeOf(edges).nonNull ? [] : ['edges: [ThingEdge!]!']),
    ...(pageInfo && shapeOf(pageInfo).name === 'PageInfo' && shapeOf(pageInfo).nonNull ? [] : ['pageInfo: PageInfo!']),
  ]
  if (missing.length === 0) return []
  return [tell('lint-connection-shape', type, `${type.name} has no ${missing.join(' and no ')}`)]
}
