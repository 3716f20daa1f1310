import fc from 'fast-check'
import type { GraphQLError } from 'graphql'
import {
  execute,
  getNamedType,
  getVariableValues,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  parse,
  typeFromAST,
  validate,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import { checkSchema } from '../change/check-schema.ts'
import { differences } from '../change/differences.ts'
import { checks } from '../checks.ts'
import { Config } from '../config.ts'
import { supergraphOf } from '../supergraph.ts'
import { anyChange } from './any-change.ts'
import { TODAY } from './corpus.ts'
import { library, librarySources } from './library-world.ts'

const config = Config.parse({})
const base = librarySources(library(), 'base')
const before = supergraphOf(base)?.apiSchema ?? fail()

function fail(): never {
  throw new Error('the library does not compose')
}

/** What a client could send for a variable of this type. */
function valueOf(type: GraphQLInputType): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return someOf(type.ofType)
  return fc.oneof({ weight: 3, arbitrary: someOf(type) }, { weight: 1, arbitrary: fc.constant(null) })
}

function someOf(type: GraphQLInputType): fc.Arbitrary<unknown> {
  if (isListType(type)) return fc.array(valueOf(type.ofType), { maxLength: 2 })
  const named = getNamedType(type)
  if (isEnumType(named)) return fc.constantFrom(...named.getValues().map(({ name }) => name))
  if (isInputObjectType(named)) {
    const fields = Object.values(named.getFields())
    const required = fields.filter((field) => isNonNullType(field.type) && field.defaultValue === undefined)
    return fc.record(Object.fromEntries(fields.map((field) => [field.name, valueOf(field.type)])), {
      requiredKeys: required.map(({ name }) => name),
    })
  }
  return named.name === 'Int' ? fc.integer({ min: 0, max: 99 }) : fc.string()
}

const served = base.operations
  .map(({ name, text }) => ({ name, document: parse(text) }))
  .filter(({ document }) => validate(before, document).length === 0)

function definitionIn(document: (typeof served)[number]['document']): OperationDefinitionNode {
  return document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION) ?? fail()
}

/** A stored operation, and variables that the base takes. */
const anyRequest = fc.constantFrom(...served).chain(({ name, document }) => {
  const definitions = definitionIn(document).variableDefinitions ?? []
  const values = definitions.map(({ variable, type }) => {
    const known = typeFromAST(before, type as never) as GraphQLInputType | undefined
    return [variable.name.value, valueOf(known ?? fail())] as const
  })
  return fc.record({
    name: fc.constant(name),
    document: fc.constant(document),
    variables: fc.record(Object.fromEntries(values)),
  })
})

type Request = typeof anyRequest extends fc.Arbitrary<infer Value> ? Value : never

/** Why a schema refuses a request: its text, or its variables. */
async function refusals(schema: GraphQLSchema, { document, variables }: Request) {
  const problems = validate(schema, document)
  if (problems.length > 0) return problems
  const { errors = [] } = getVariableValues(schema, definitionIn(document).variableDefinitions ?? [], variables)
  return [...errors, ...errorsOfArguments(await execute({ schema, document, variableValues: variables }))]
}

/** With no data behind it, fields that may not be null complain; that is no refusal. */
function errorsOfArguments({ errors = [] }: { readonly errors?: readonly GraphQLError[] }): GraphQLError[] {
  return errors.filter(({ message }) => /argument/i.test(message))
}

/** How many changes each promise is held against. */
export interface Runs {
  readonly itself: number
  readonly ways: number
  readonly untouched: number
  readonly broken: number
}

/** What holds of any change: as tests, with so many changes each. */
export function safeIsSafe(runs: Runs, timeout: number): void {
  describe('the check of a schema', () => {
    test(
      'has nothing to say of a schema against itself',
      () => {
        fc.assert(
          fc.property(anyChange, (files) => {
            const [one, other] = [librarySources(files, 'base'), librarySources({ ...files }, 'head')]
            if (supergraphOf(one) === undefined) return
            const told = checks.flatMap((check) => check(one, other, config, TODAY))
            // What the operations cannot be answered by either is no difference.
            expect(told).toEqual([])
          }),
          { numRuns: runs.itself },
        )
      },
      timeout,
    )

    test(
      'finds no difference one way that it does not find the other way',
      () => {
        fc.assert(
          fc.property(anyChange, (files) => {
            const after = supergraphOf(librarySources(files, 'head'))?.apiSchema
            if (after === undefined) return
            const there = differences(before, after).map(({ coordinate }) => coordinate)
            const back = differences(after, before).map(({ coordinate }) => coordinate)
            expect(new Set(back)).toEqual(new Set(there))
          }),
          { numRuns: runs.ways },
        )
      },
      timeout,
    )

    test(
      'leaves every stored operation valid that it calls untouched, with whatever its clients send',
      async () => {
        await fc.assert(
          fc.asyncProperty(anyChange, anyRequest, async (files, request) => {
            const head = librarySources(files, 'head')
            const after = supergraphOf(head)?.apiSchema
            fc.pre(after !== undefined)
            if (after === undefined || (await refusals(before, request)).length > 0) return
            const told = checkSchema(base, head, config, TODAY)
            const reached = told.some(
              ({ severity, affected = [] }) =>
                severity !== 'notice' && affected.some(({ operation }) => operation === request.name),
            )
            if (!reached) expect(await refusals(after, request)).toEqual([])
          }),
          { numRuns: runs.untouched },
        )
      },
      timeout,
    )

    test(
      'says "broken" only of what is refused',
      async () => {
        await fc.assert(
          fc.asyncProperty(anyChange, anyRequest, async (files, request) => {
            const head = librarySources(files, 'head')
            const after = supergraphOf(head)?.apiSchema
            fc.pre(after !== undefined)
            if (after === undefined) return
            const broken = checkSchema(base, head, config, TODAY).some(
              ({ rule, coordinate }) => rule === 'operation-broken' && coordinate === request.name,
            )
            if (broken) expect(await refusals(after, request)).not.toEqual([])
          }),
          { numRuns: runs.broken },
        )
      },
      timeout,
    )
  })
}
