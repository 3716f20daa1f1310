import {
  getNamedType,
  getOperationAST,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isNonNullType,
  Kind,
  typeFromAST,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type ObjectFieldNode,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql'

/** What an operation touches of the schema that it was written for. */
export interface Usage {
  /**
   * Coordinates of fields, arguments, input fields, values and types, and `@name`; what its variables may hold too.
   * `→Type` is for types that it is answered, `$Type` for those that its variables may hold.
   */
  readonly uses: ReadonlySet<string>
  /** Arguments and input fields that it leaves out, or may leave out. */
  readonly leavesOut: ReadonlySet<string>
  /** Inputs that its variables have to hold, whatever they hold. */
  readonly variablesHold: ReadonlySet<string>
}

/** The document has to be valid for the schema, or what is unknown is left out. */
export function usageOf(schema: GraphQLSchema, document: DocumentNode): Usage {
  const uses = new Set<string>()
  const leavesOut = new Set<string>()
  const variablesHold = new Set<string>()
  const seen = new Set<string>()
  const info = new TypeInfo(schema)
  const needed = new Set(getOperationAST(document)?.variableDefinitions?.flatMap(neededName))
  const surelyGiven = (value: ValueNode) => value.kind !== Kind.VARIABLE || needed.has(value.name.value)

  const leaveOut = (prefix: (name: string) => string, all: readonly { readonly name: string }[], given: Given) => {
    for (const { name } of all) {
      const value = given.find((one) => one.name.value === name)?.value
      if (value === undefined || !surelyGiven(value)) leavesOut.add(prefix(name))
    }
  }

  visit(
    document,
    visitWithTypeInfo(info, {
      Field(node) {
        const parent = info.getParentType()
        const field = info.getFieldDef()
        if (parent == null || field == null) return
        const owners = [parent, ...(isAbstractType(parent) ? schema.getPossibleTypes(parent) : [])]
        for (const { name } of owners) {
          const coordinate = `${name}.${field.name}`
          uses.add(coordinate)
          for (const arg of node.arguments ?? []) uses.add(`${coordinate}(${arg.name.value}:)`)
          leaveOut((arg) => `${coordinate}(${arg}:)`, field.args, node.arguments ?? [])
        }
        uses.add(parent.name)
        const answered = getNamedType(field.type)
        uses.add(answered.name).add(`→${answered.name}`)
      },
      InlineFragment({ typeCondition }) {
        if (typeCondition !== undefined) uses.add(typeCondition.name.value)
      },
      FragmentDefinition({ typeCondition }) {
        uses.add(typeCondition.name.value)
      },
      Directive({ name, arguments: given = [] }) {
        uses.add(`@${name.value}`)
        for (const arg of given) uses.add(`@${name.value}(${arg.name.value}:)`)
      },
      EnumValue({ value }) {
        const type = getNamedType(info.getInputType())
        if (type) uses.add(`${type.name}.${value}`)
      },
      ObjectValue({ fields }) {
        const type = getNamedType(info.getInputType())
        if (!isInputObjectType(type)) return
        uses.add(type.name)
        leaveOut((name) => `${type.name}.${name}`, Object.values(type.getFields()), fields)
      },
      ObjectField(node) {
        const parent = getNamedType(info.getParentInputType())
        if (parent) uses.add(`${parent.name}.${node.name.value}`)
      },
      VariableDefinition(node) {
        const type = typeFromAST(schema, node.type as never) as GraphQLInputType | undefined
        if (type === undefined) return
        held(type, uses, leavesOut, seen)
        if (isNonNullType(type) && node.defaultValue === undefined) required(type, variablesHold)
      },
    }),
  )
  return { uses, leavesOut, variablesHold }
}

/** A variable without which nothing is answered, or of which a default is sent. */
function neededName({ type, variable }: VariableDefinitionNode): string[] {
  return type.kind === Kind.NON_NULL_TYPE ? [variable.name.value] : []
}

type Given = readonly Pick<ObjectFieldNode | NonNullable<FieldNode['arguments']>[number], 'name' | 'value'>[]

/** All that a variable of this type may hold. `seen` has the types that were looked through: one may hold itself. */
function held(type: GraphQLInputType, uses: Set<string>, leavesOut: Set<string>, seen: Set<string>): void {
  const left = [getNamedType(type)]
  for (let named = left.pop(); named !== undefined; named = left.pop()) {
    if (seen.has(named.name)) continue
    seen.add(named.name)
    uses.add(named.name).add(`$${named.name}`)
    if (isEnumType(named)) for (const { name } of named.getValues()) uses.add(`${named.name}.${name}`)
    if (!isInputObjectType(named)) continue
    for (const field of Object.values(named.getFields())) {
      const coordinate = `${named.name}.${field.name}`
      uses.add(coordinate)
      if (!isNonNullType(field.type) || field.defaultValue !== undefined) leavesOut.add(coordinate)
      left.push(getNamedType(field.type))
    }
  }
}

/** The inputs without which a variable of this type cannot be. A list may be empty. */
function required(type: GraphQLInputType, found: Set<string>): void {
  const left = [type]
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    const inner = isNonNullType(one) ? one.ofType : one
    if (!isInputObjectType(inner) || found.has(inner.name)) continue
    found.add(inner.name)
    for (const field of Object.values(inner.getFields())) {
      if (isNonNullType(field.type) && field.defaultValue === undefined) left.push(field.type)
    }
  }
}
