import {
  GraphQLError,
  Kind,
  parse,
  visit,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLFormattedError,
  type SelectionSetNode,
} from 'graphql'

/** Stands before a name that was changed; whatever a client begins with it is changed as well. */
const PREFIX = 'as__'

/** An operation that is planned and executed under response names, and names of variables, of ours. */
export interface Renamed {
  readonly document: DocumentNode
  /** What the client sent, under the names that are executed. */
  variables<Values extends Readonly<Record<string, unknown>>>(given: Values): Record<string, unknown>
  /** The answer under the names that the client asked for. */
  restore<Result extends ExecutionResult>(result: Result): Result
}

/** The response names of one selection set, as they are executed, of which some were changed. */
type Shape = ReadonlyMap<string, { readonly name: string; readonly below: Shape | undefined }>

/**
 * What the planner selects for itself (the fields of keys and of `@requires`, `__typename`) it puts into the answer under
 * the field's own name, beside what the client selects. A client's alias of that name, or the field with other arguments,
 * would be taken for it: wrong values, and no error. So such response names are changed before an operation is planned,
 * and changed back in its answer. So is a variable of the name that it gives its own.
 */
export class ResponseNames {
  /** All names that stand in a field set of the supergraph. */
  readonly inFieldSets: ReadonlySet<string>
  readonly #known = new WeakMap<DocumentNode, Map<boolean, Map<string, Renamed> | null>>()

  constructor(inFieldSets: Iterable<string>) {
    this.inFieldSets = new Set(inFieldSets)
  }

  static of(supergraphSdl: string): ResponseNames {
    return new ResponseNames(namesInFieldSets(parse(supergraphSdl)))
  }

  /**
   * Undefined when nothing has to be changed. With `every`, each name changes that is not the field's own or whose field
   * has arguments: what is fetched for `@requires` may lie below fields that are in no field set.
   */
  rename(document: DocumentNode, operationName: string | null | undefined, every = false): Renamed | undefined {
    const forms = this.#known.get(document) ?? new Map<boolean, Map<string, Renamed> | null>()
    this.#known.set(document, forms)
    let operations = forms.get(every)
    if (operations === undefined) {
      operations = this.#renamed(document, every)
      forms.set(every, operations)
    }
    return operations?.get(operationName ?? '')
  }

  #renamed(original: DocumentNode, every: boolean): Map<string, Renamed> | null {
    const document = visit(original, {
      Variable: (node) => {
        const name = executedVariable(node.name.value)
        return name === node.name.value ? undefined : { ...node, name: { ...node.name, value: name } }
      },
      Field: (node) => {
        const name = responseNameOf(node)
        if (!this.#isAtRisk(node, name, every)) return undefined
        return { ...node, alias: { kind: Kind.NAME, value: `${PREFIX}${name}` } }
      },
    })
    if (document === original) return null
    const fragments = new Map<string, FragmentDefinitionNode>()
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
    }
    const operations = new Map<string, Renamed>()
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue
      const shape = shapeOf([definition.selectionSet], fragments)
      const renamed: Renamed = {
        document,
        variables: (given) =>
          Object.fromEntries(Object.entries(given).map(([name, value]) => [executedVariable(name), value])),
        restore: (result) => restored(result, shape),
      }
      operations.set(definition.name?.value ?? '', renamed)
      // Without a name the only operation is meant; where there are several, nothing is run.
      operations.set('', renamed)
    }
    return operations
  }

  #isAtRisk({ alias, name, arguments: given = [] }: FieldNode, responseName: string, every: boolean): boolean {
    if (responseName.startsWith(PREFIX)) return true
    const isItself = alias === undefined || alias.value === name.value
    if (isItself && given.length === 0) return false
    return every || this.inFieldSets.has(responseName) || (responseName.startsWith('__') && !isItself)
  }
}

/** `$representations` is what the planner sends entities in. */
function executedVariable(name: string): string {
  const isAtRisk = name === 'representations' || name.startsWith(PREFIX)
  return isAtRisk ? `${PREFIX}${name}` : name
}

const responseNameOf = ({ alias, name }: FieldNode): string => (alias ?? name).value

/** Every name in a field set of the supergraph; those that are none of a field do no harm. */
function namesInFieldSets(supergraph: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>()
  visit(supergraph, {
    Directive(directive) {
      if (!directive.name.value.startsWith('join__')) return false
      visit(directive, {
        StringValue({ value }) {
          for (const [name] of value.matchAll(/[_A-Za-z]\w*/g)) names.add(name)
        },
      })
      return false
    },
  })
  return names
}

/** Undefined when nothing was changed, here and below. Types do not matter: fields of one name have one shape. */
function shapeOf(
  sets: readonly SelectionSetNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Shape | undefined {
  const below = new Map<string, SelectionSetNode[]>()
  const spread = new Set<string>()
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = responseNameOf(selection)
        const found = below.get(name) ?? []
        below.set(name, found)
        if (selection.selectionSet) found.push(selection.selectionSet)
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet)
      } else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value)
        const fragment = fragments.get(selection.name.value)
        if (fragment) collect(fragment.selectionSet)
      }
    }
  }
  sets.forEach(collect)
  const shape = new Map<string, { name: string; below: Shape | undefined }>()
  let isChanged = false
  for (const [executed, inner] of below) {
    const name = executed.startsWith(PREFIX) ? executed.slice(PREFIX.length) : executed
    const entry = { name, below: inner.length > 0 ? shapeOf(inner, fragments) : undefined }
    if (name !== executed || entry.below !== undefined) isChanged = true
    shape.set(executed, entry)
  }
  return isChanged ? shape : undefined
}

function restored<Result extends ExecutionResult>(result: Result, shape: Shape | undefined): Result {
  const { data, errors, extensions } = result
  const { valueCompletion } = extensions ?? {}
  return {
    ...result,
    ...(data && shape && { data: valueOf(data, shape) }),
    ...(errors && { errors: errors.map((error) => errorOf(error, shape)) }),
    ...(Array.isArray(valueCompletion) && {
      extensions: {
        ...extensions,
        valueCompletion: (valueCompletion as GraphQLError[]).map((error) => errorOf(error, shape)),
      },
    }),
  }
}

function valueOf(value: unknown, shape: Shape): unknown {
  if (Array.isArray(value)) return value.map((item) => valueOf(item, shape))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([executed, inner]: [string, unknown]) => {
      const { name = executed, below } = shape.get(executed) ?? {}
      return [name, below === undefined ? inner : valueOf(inner, below)]
    }),
  )
}

function errorOf(error: GraphQLError, shape: Shape | undefined): GraphQLError {
  const { path, message, nodes, source, positions, originalError, extensions } = error
  const told = message.replaceAll(`$${PREFIX}`, '$')
  if (told === message && (path === undefined || shape === undefined)) return error
  return new GraphQLError(told, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    originalError: originalError ?? null,
    extensions,
    path: path === undefined ? null : pathOf(path, shape),
  })
}

function pathOf(path: NonNullable<GraphQLFormattedError['path']>, shape: Shape | undefined): (string | number)[] {
  let within = shape
  return path.map((step) => {
    const entry: { name: string; below: Shape | undefined } | undefined =
      typeof step === 'string' ? within?.get(step) : undefined
    if (entry === undefined) return step
    within = entry.below
    return entry.name
  })
}
