import { type Finding, finding, type Sources } from '../finding.ts'
import { type RuleId } from '../rules.ts'
import { partsOf, type DeclaredEvent } from './catalogue.ts'
import { whereEvent } from './where.ts'

/** Every event has one owner, and somebody who reads it or a reason why nobody does. */
export function checkOwnership(head: Sources): Finding[] {
  const { events = [], expectations = [] } = head.eventContracts ?? {}
  const read = new Set(expectations.map(({ type }) => type))
  return events.flatMap((event) => {
    const { type, owner, unread } = event
    const tell = teller(head, event)
    const found: Finding[] = []
    const { context, namesOwner } = partsOf(type)
    if (namesOwner && context !== owner)
      found.push(tell('event-owner-unclear', `${type} names ${context}, and ${owner} publishes it`))
    const others = events.filter((one) => one.type === type && one.owner !== owner)
    if (others.length > 0) {
      const all = [owner, ...others.map((one) => one.owner)].sort().join(' and ')
      found.push(tell('event-owner-unclear', `${type} is published by ${all}`))
    }
    if (!read.has(type) && unread === undefined) {
      found.push(tell('event-unread', `${type} is read by nobody, and no reason is stated`))
    }
    if (read.has(type) && unread !== undefined) {
      found.push(tell('event-unread-reason-stale', `${type} has a reason why nobody reads it, and is read`))
    }
    return found
  })
}

function teller(head: Sources, { type, owner, file }: DeclaredEvent) {
  const location = whereEvent(head, file, type)
  return (rule: RuleId, message: string): Finding =>
    finding(rule, message, { coordinate: type, subgraph: owner, location })
}
