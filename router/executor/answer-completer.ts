import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  Kind,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import { isJsonObject, type JsonObject } from './json.ts'

/** What was found is not what the schema promises. What becomes of it is for the stock executor to say. */
export class UnusualData extends Error {
  override readonly name = 'UnusualData'
}

/** Made once: nobody reads where it was thrown. */
const unusual = new UnusualData()
function no(): never {
  throw unusual
}

type Completer = (found: JsonObject) => unknown

interface AnswerField {
  readonly type: GraphQLOutputType | undefined
  readonly sets: SelectionSetNode[]
  /** The type of which it is asked, when the data does not name one. */
  readonly parent: GraphQLCompositeType
}

/** `in place`: it is the answer already, key by key and in this order, and is returned as it is; anything else is unusual. */
export type HowCompleted = 'anew' | 'in place'

export interface AnswerParts {
  /** What clients see. */
  readonly schema: GraphQLSchema
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>
  /** The values of the variables that `@skip` and `@include` look at. */
  readonly conditions: ReadonlyMap<string, unknown>
  readonly how: HowCompleted
}

/**
 * Picks out of what was found what an operation asks for, in its order. Only what is as the schema promises: for anything
 * else it throws UnusualData. For each object type that turns up there is one function, made of source text: V8 then
 * knows the shapes that it reads and makes, and a page of 1,000 rows takes a quarter of the time.
 */
export class AnswerCompleter {
  readonly #schema: GraphQLSchema
  readonly #fragments: AnswerParts['fragments']
  readonly #conditions: AnswerParts['conditions']
  readonly #inPlace: boolean
  readonly complete: Completer

  constructor({ schema, fragments, conditions, how }: AnswerParts, set: SelectionSetNode, root: GraphQLCompositeType) {
    this.#schema = schema
    this.#fragments = fragments
    this.#conditions = conditions
    this.#inPlace = how === 'in place'
    // A subgraph may name a type for the whole of its answer, too.
    this.complete = this.#composite(root, [set])
  }

  /** The type that the data names decides what is asked of it; without a name, the declared one does. */
  #composite(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): Completer {
    const byTypename = new Map<unknown, Completer>()
    return (found) => {
      if (!isJsonObject(found)) no()
      const name = found['__typename']
      let completer = byTypename.get(name)
      if (completer === undefined) {
        const named = name === undefined ? type : this.#schema.getType(String(name))
        if (!isCompositeType(named)) no()
        completer = this.#object(sets, named, name === undefined ? undefined : named)
        byTypename.set(name, completer)
      }
      return completer(found)
    }
  }

  #object(
    sets: readonly SelectionSetNode[],
    type: GraphQLCompositeType,
    named: GraphQLCompositeType | undefined,
  ): Completer {
    const fields = new Map<string, AnswerField>()
    for (const set of sets) this.#collect(set, type, named, fields)
    const code = new Code()
    const read: string[] = []
    const written = [...fields].map(([responseName, { type: fieldType, sets: inner, parent }], index) => {
      const key = JSON.stringify(responseName)
      const value = `value${index}`
      read.push(`const ${value} = found[${key}]`)
      const completed =
        fieldType === undefined
          ? `${code.bind(this.#typename(parent))}(${value} ?? found.__typename)`
          : this.#value(code, value, fieldType, inner)
      return this.#inPlace ? `if ((${completed}) !== ${value}) ${code.bind(no)}()` : `${key}: ${completed}`
    })
    if (!this.#inPlace) return code.function('found', `${read.join('\n')}\nreturn { ${written.join(', ')} }`)
    const names = code.bind([...fields.keys()])
    return code.function(
      'found',
      `let index = 0
      for (const name in found) if (name !== ${names}[index++]) ${code.bind(no)}()
      if (index !== ${fields.size}) ${code.bind(no)}()
      ${[...read, ...written].join('\n')}
      return found`,
    )
  }

  #value(code: Code, value: string, type: GraphQLOutputType, sets: readonly SelectionSetNode[]): string {
    const isRequired = isNonNullType(type)
    const nullable = isRequired ? type.ofType : type
    const absent = isRequired ? `${code.bind(no)}()` : 'null'
    return `${value} == null ? ${absent} : ${this.#present(code, value, nullable, sets)}`
  }

  #present(code: Code, value: string, type: GraphQLOutputType, sets: readonly SelectionSetNode[]): string {
    if (isListType(type)) return `${code.bind(this.#list(type.ofType as GraphQLOutputType, sets))}(${value})`
    const named = getNamedType(type)
    if (isCompositeType(named)) return `${code.bind(this.#composite(named, sets))}(${value})`
    const test = leafTest(code, value, named)
    return test === undefined ? value : `(${test} ? ${value} : ${code.bind(no)}())`
  }

  #list(type: GraphQLOutputType, sets: readonly SelectionSetNode[]): Completer {
    const code = new Code()
    const item = this.#value(code, 'item', type, sets)
    return code.function(
      'list',
      `if (!Array.isArray(list)) ${code.bind(no)}()
      const items = ${this.#inPlace ? 'list' : 'new Array(list.length)'}
      for (let index = 0; index < list.length; index++) {
        const item = list[index]
        ${this.#inPlace ? `if ((${item}) !== item) ${code.bind(no)}()` : `items[index] = ${item}`}
      }
      return items`,
    )
  }

  /** As the data says, when that is a type that clients see; it is told only when an object can be of it. */
  #typename(parent: GraphQLCompositeType): (name: unknown) => string {
    return (name) => {
      const type = (typeof name === 'string' ? this.#schema.getType(name) : undefined) ?? parent
      return isObjectType(type) ? type.name : no()
    }
  }

  #collect(
    { selections }: SelectionSetNode,
    parent: GraphQLCompositeType,
    named: GraphQLCompositeType | undefined,
    fields: Map<string, AnswerField>,
  ): void {
    for (const selection of selections) {
      if (!this.#isIncluded(selection)) continue
      if (selection.kind === Kind.FIELD) {
        const { alias, name, selectionSet } = selection
        const responseName = (alias ?? name).value
        const known = fields.get(responseName) ?? { type: typeOfField(parent, name.value), sets: [], parent }
        fields.set(responseName, known)
        if (selectionSet !== undefined) known.sets.push(selectionSet)
        continue
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments[selection.name.value] : selection
      if (fragment === undefined) continue
      const condition = this.#typeNamed(fragment.typeCondition?.name.value)
      if (condition !== undefined && !this.#isSubtype(condition, named ?? parent)) continue
      this.#collect(fragment.selectionSet, condition ?? parent, named, fields)
    }
  }

  #isIncluded({ directives = [] }: SelectionNode): boolean {
    return directives.every(({ name, arguments: given = [] }) => {
      if (name.value !== 'skip' && name.value !== 'include') return true
      const value = given[0]?.value
      const truth = value?.kind === Kind.VARIABLE ? this.#conditions.get(value.name.value) : booleanOf(value)
      if (typeof truth !== 'boolean') no()
      return truth === (name.value === 'include')
    })
  }

  #typeNamed(name: string | undefined): GraphQLCompositeType | undefined {
    const type = name === undefined ? undefined : this.#schema.getType(name)
    return isCompositeType(type) ? type : undefined
  }

  #isSubtype(wanted: GraphQLCompositeType, type: GraphQLCompositeType): boolean {
    if (wanted === type) return true
    return (
      isAbstractType(wanted) && (isObjectType(type) || isInterfaceType(type)) && this.#schema.isSubType(wanted, type)
    )
  }
}

/** Source text, and what it refers to. */
class Code {
  readonly #bound: unknown[] = []

  bind(value: unknown): string {
    return `bound${this.#bound.push(value) - 1}`
  }

  function(parameter: string, body: string): Completer {
    const names = this.#bound.map((_, index) => `bound${index}`)
    // What stands in it are names of the schema and of a validated document: letters, digits and underscores.
    const make = new Function(...names, `'use strict'\nreturn (${parameter}) => {\n${body}\n}`)
    return make(...this.#bound) as Completer
  }
}

/** Undefined for `__typename`. */
function typeOfField(parent: GraphQLCompositeType, name: string): GraphQLOutputType | undefined {
  if (name === '__typename') return undefined
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined
  return field?.type ?? no()
}

function booleanOf(value: { readonly kind: Kind; readonly value?: unknown } | undefined): unknown {
  return value?.kind === Kind.BOOLEAN ? value.value : undefined
}

const isString = (value: string) => `typeof ${value} === 'string'`
const leafTests: Readonly<Record<string, (value: string) => string>> = {
  String: isString,
  ID: (value) => `(${isString(value)} || Number.isSafeInteger(${value}))`,
  Int: (value) => `Number.isSafeInteger(${value})`,
  Float: (value) => `Number.isFinite(${value})`,
  Boolean: (value) => `typeof ${value} === 'boolean'`,
}

/** Undefined when anything will do. */
function leafTest(code: Code, value: string, type: GraphQLNamedType): string | undefined {
  if (isEnumType(type)) {
    const names = code.bind(new Set(type.getValues().map(({ name }) => name)))
    return `${names}.has(${value})`
  }
  return isSpecifiedScalarType(type) ? leafTests[type.name]?.(value) : undefined
}
