import type { Change } from '../change/change.ts'
import { operationFindings } from '../change/check-operations.ts'
import { tellChange } from '../change/check-schema.ts'
import { differences } from '../change/differences.ts'
import { effectsOf } from '../change/effect.ts'
import { placesIn } from '../change/places.ts'
import { judgeRemoval } from '../change/removal.ts'
import type { Config } from '../config.ts'
import { finding, type Contract, type Finding, type Sources } from '../finding.ts'
import { replay, replayOn, type Replayed } from '../replay.ts'
import { supergraphOf } from '../supergraph.ts'
import { contractSchema } from './contract-schema.ts'

/** What a change does to clients of a contract and not to those of the whole. */
export function checkContracts(base: Sources | undefined, head: Sources, config: Config, today: string): Finding[] {
  const { contracts = [] } = head
  const earlier = new Map(base?.contracts?.map((one) => [one.name, one]))
  const gone = [...earlier.keys()].filter((name) => contracts.every((one) => one.name !== name))
  return [
    ...gone.map((name) =>
      finding('contract-removed', `the contract ${name} is gone, and with it what its clients ask`, {
        coordinate: name,
        variant: name,
      }),
    ),
    ...contracts.flatMap((contract) => {
      const before = earlier.get(contract.name)
      return [...checkItself(before, contract, base, head), ...compare(before, contract, base, head, config, today)]
    }),
  ]
}

function checkItself(
  earlier: Contract | undefined,
  contract: Contract,
  base: Sources | undefined,
  head: Sources,
): Finding[] {
  const { name, includeTags, excludeTags } = contract
  const made = contractSchema(contract, head)
  if (made === undefined) return []
  const at = { coordinate: name, variant: name }
  const invalidBefore = base && earlier && contractSchema(earlier, base)?.problem !== undefined
  const unknown = [...includeTags, ...excludeTags].filter((tag) => !made.tags.has(tag))
  return [
    ...(made.problem === undefined
      ? []
      : [
          finding('contract-invalid', `the contract ${name} is no schema: ${made.problem}`, {
            ...at,
            ...(invalidBefore && { severity: 'warning' }),
          }),
        ]),
    ...unknown.map((tag) =>
      finding('contract-tag-unknown', `the contract ${name} names the tag "${tag}", which nothing has`, at),
    ),
  ]
}

function compare(
  earlier: Contract | undefined,
  contract: Contract,
  base: Sources | undefined,
  head: Sources,
  config: Config,
  today: string,
): Finding[] {
  const { name, operations } = contract
  const added =
    base === undefined || earlier !== undefined
      ? []
      : [finding('contract-added', `the contract ${name} is new`, { coordinate: name, variant: name })]
  const after = contractSchema(contract, head)?.schema
  const before = base && earlier && contractSchema(earlier, base)?.schema
  if (after === undefined) return added
  const now = { schema: after, operations: operations ?? [] }
  const refusedByAll = new Set(
    replay(base, head).flatMap(({ problems, operation }) => (problems.length > 0 ? [operation.name] : [])),
  )
  const isOfContract = ({ operation }: Replayed) => !refusedByAll.has(operation.name)
  const toldHere = (one: Finding): Finding => ({
    ...one,
    variant: name,
    message: `for clients of the contract ${name}, ${one.message}`,
  })
  if (base === undefined || earlier === undefined || before === undefined) {
    const replayed = replayOn({ schema: after, operations: [] }, now).filter(isOfContract)
    return [...added, ...operationFindings(replayed, []).map(toldHere)]
  }
  const toldOfAll = new Set(before === after ? [] : changesOfAll(base, head).map(keyOf))
  const here = placesIn(head)
  const changes = (before === after ? [] : differences(before, after))
    .filter((one) => !toldOfAll.has(keyOf(one)))
    // What only a contract loses is still there, with its tags.
    .map((one): Change => (here.has(one.coordinate) ? { ...one, seenIn: 'head' } : one))
    .map((one) => judgeRemoval(one, today, config.deprecatedForDays))
  const replayed = replayOn({ schema: before, operations: earlier.operations ?? [] }, now).filter(isOfContract)
  // Whose operations nobody knows, those may be anybody's.
  const clients = operations === undefined ? 'any' : config.clients
  return [
    ...changes.map((one) => tellChange(one, effectsOf(one, replayed), clients, base, head)),
    ...operationFindings(replayed, changes),
  ].map(toldHere)
}

function changesOfAll(base: Sources, head: Sources): readonly Change[] {
  const [before, after] = [supergraphOf(base), supergraphOf(head)]
  return before === undefined || after === undefined ? [] : differences(before.apiSchema, after.apiSchema)
}

function keyOf({ rule, coordinate }: Change): string {
  return `${rule} ${coordinate}`
}
