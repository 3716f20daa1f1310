import { type Finding, finding, type Sources } from '../finding.ts'
import { checkOwnership } from './ownership.ts'
import { checkPromises } from './promises.ts'
import { checkReadSide } from './read-side.ts'
import { checkExpectations, checkReadersAcross } from './readers.ts'

/** What events say to each other's readers: of the head by itself, and between the base and the head, both ways. */
export function checkEvents(base: Sources | undefined, head: Sources): Finding[] {
  const alone = [...checkExpectations(head), ...checkOwnership(head), ...checkReadSide(base, head)]
  if (base === undefined) return alone
  if (base.eventContracts === undefined) {
    if (head.eventContracts === undefined) return alone
    return [...alone, finding('event-base-unknown', `${base.rev} has no snapshot of its events to compare with`)]
  }
  const across = [...checkPromises(base, head), ...checkReadersAcross(base, head)]
  // A field that is gone breaks its readers alone and across: who reads it is told once, by what is worse to undo.
  const told = new Set(across.map(({ subgraph, coordinate }) => `${subgraph} ${coordinate}`))
  return [
    ...alone.filter(
      ({ rule, subgraph, coordinate }) => rule !== 'event-expectation-unmet' || !told.has(`${subgraph} ${coordinate}`),
    ),
    ...across,
  ]
}
