import { type Finding, finding, type Sources } from '../finding.ts'
import type { RuleId } from '../rules.ts'
import { partsOf, type DeclaredEvent } from './catalogue.ts'
import { misfits } from './fits.ts'
import type { MisfitKind } from './misfit.ts'
import { whereEvent } from './where.ts'

/** What publishers promised in the base, and what they promise in the head: whatever the consumers ask for. */
export function checkPromises(base: Sources, head: Sources): Finding[] {
  const before = base.eventContracts?.events ?? []
  const after = head.eventContracts?.events ?? []
  const find = (events: readonly DeclaredEvent[], type: string) => events.find((event) => event.type === type)
  return [
    ...before.flatMap((event) => (find(after, event.type) === undefined ? [removed(base, event)] : [])),
    ...after.flatMap((event) => {
      const old = find(before, event.type)
      return old === undefined ? added(head, event, after) : changed(base, head, old, event)
    }),
  ]
}

function removed(base: Sources, { type, owner, file }: DeclaredEvent): Finding {
  const location = { ...whereEvent(base, file, type), rev: 'base' } as const
  const readers = (base.eventContracts?.expectations ?? [])
    .filter((one) => one.type === type)
    .map((one) => one.consumer)
  const read = readers.length === 0 ? 'nobody reads it' : `${readers.join(', ')} read it as deployed now`
  return finding('event-type-removed', `${type} is not published any more; ${read}`, {
    coordinate: type,
    subgraph: owner,
    location,
  })
}

function added(head: Sources, event: DeclaredEvent, all: readonly DeclaredEvent[]): Finding[] {
  const { type, owner, file } = event
  const at = { coordinate: type, subgraph: owner, location: whereEvent(head, file, type) }
  const found = [finding('event-type-added', `${type} is published from now on`, at)]
  const { context, name, version } = partsOf(type)
  const others = all.map((one) => partsOf(one.type)).filter((one) => one.context === context && one.name === name)
  if (version > 1 && !others.some((one) => one.version === version - 1)) {
    // v1 may be gone by now; then the removal tells it, and not the number.
    found.push(finding('event-version-skipped', `${type} is published, and version ${version - 1} of it is not`, at))
  }
  return found
}

function changed(base: Sources, head: Sources, old: DeclaredEvent, event: DeclaredEvent): Finding[] {
  const { type, owner, file } = event
  const at = { coordinate: type, subgraph: owner, location: whereEvent(head, file, type) }
  const found: Finding[] = []
  if (old.owner !== owner) {
    found.push(finding('event-owner-changed', `${type} was published by ${old.owner} and is by ${owner}`, at))
  }
  if (old.aggregate !== event.aggregate) {
    const message = `${type} belonged to a ${old.aggregate} and belongs to a ${event.aggregate}`
    found.push(finding('event-aggregate-changed', message, at))
  }
  const place = (field: string, inHead: boolean) => ({
    coordinate: field === '' ? type : `${type}#${field}`,
    subgraph: owner,
    location: inHead ? at.location : ({ ...whereEvent(base, old.file, type, field), rev: 'base' } as const),
  })
  for (const { kind, path, message } of misfits(event.data, old.data)) {
    const isThere = has(event, path)
    const location = isThere ? { location: whereEvent(head, file, type, path) } : {}
    const text =
      kind === 'absent'
        ? 'is not sent any more'
        : message.replace(/ is expected$/, ' was promised').replace('and is expected', 'and was always sent')
    found.push(
      finding(ruleOf[kind], `${path || 'the data'} of ${type} ${text}`, { ...place(path, isThere), ...location }),
    )
  }
  const news = Object.keys(event.data.properties ?? {}).filter((field) => old.data.properties?.[field] === undefined)
  for (const field of news) {
    const location = whereEvent(head, file, type, field)
    found.push(finding('event-field-added', `${field} is sent with ${type}`, { ...place(field, true), location }))
  }
  for (const { path } of misfits(old.data, event.data)) {
    if (news.includes(path)) continue
    const location = whereEvent(head, file, type, path)
    const message = `more is promised of ${path || 'the data'} of ${type} than before`
    // A field that changed its type is tighter and looser at once; it has been told.
    if (found.some(({ coordinate }) => coordinate === place(path, true).coordinate)) continue
    found.push(finding('event-promise-tightened', message, { ...place(path, true), location }))
  }
  return found
}

const ruleOf: Readonly<Record<MisfitKind, RuleId>> = {
  absent: 'event-field-removed',
  optional: 'event-field-optional',
  type: 'event-field-type-changed',
  value: 'event-value-added',
  bound: 'event-promise-loosened',
  closed: 'event-field-added',
  unknown: 'event-promise-incomparable',
}

function has(event: DeclaredEvent, path: string): boolean {
  const [first = ''] = path.split(/[.[]/)
  return first === '' || event.data.properties?.[first] !== undefined
}
