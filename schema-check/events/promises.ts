import { type Finding, finding, type Sources } from '../finding.ts'
import type { RuleId } from '../rules.ts'
import { fieldsOfAvro, isAvro } from './avro/avro-data.ts'
import { partsOf, UNSAID_JSON, type DeclaredEvent } from './catalogue.ts'
import { misfits } from './fits.ts'
import { isNothing, type JsonSchema } from './json-schema.ts'
import type { Misfit, MisfitKind } from './misfit.ts'
import { plainSchema } from './plain-schema.ts'
import { quietChanges } from './quiet-changes.ts'
import { whereEvent } from './where.ts'

/** What publishers promised in the base, and what they promise in the head: whatever the consumers ask for. */
export function checkPromises(base: Sources, head: Sources): Finding[] {
  const before = base.eventContracts?.events ?? []
  const after = head.eventContracts?.events ?? []
  return [
    ...before.flatMap((event) => (twinOf(event, before, after) === undefined ? [removed(base, event, after)] : [])),
    ...after.flatMap((event) => {
      const old = twinOf(event, after, before)
      return old === undefined ? added(head, event, after) : changed(base, head, old, event)
    }),
  ]
}

/** The same on the other side. What goes by several channels is the same where it goes by the same one. */
function twinOf(
  { type, transport }: DeclaredEvent,
  own: readonly DeclaredEvent[],
  others: readonly DeclaredEvent[],
): DeclaredEvent | undefined {
  const candidates = others.filter((one) => one.type === type)
  const isOnly = own.filter((one) => one.type === type).length === 1 && candidates.length === 1
  return candidates.find((one) => one.transport?.channel === transport?.channel) ?? (isOnly ? candidates[0] : undefined)
}

function removed(
  base: Sources,
  { type, owner, file, transport }: DeclaredEvent,
  after: readonly DeclaredEvent[],
): Finding {
  const location = { ...whereEvent(base, file, type), rev: 'base' } as const
  if (after.some((one) => one.type === type)) {
    const message = `${type} is not sent by ${transport?.channel ?? 'its channel'} any more`
    return finding('event-transport-changed', message, { coordinate: type, subgraph: owner, location })
  }
  const readers = (base.eventContracts?.expectations ?? [])
    .filter((one) => one.type === type)
    .map((one) => one.consumer)
  const read =
    readers.length === 0 ? 'no consumer of it is known here' : `${readers.join(', ')} read it as deployed now`
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
  // A channel is told as what carries it.
  if (old.aggregate !== event.aggregate && event.transport === undefined) {
    const message = `${type} belonged to a ${old.aggregate} and belongs to a ${event.aggregate}`
    found.push(finding('event-aggregate-changed', message, at))
  }
  found.push(...transportChanges(old, event).map((message) => finding('event-transport-changed', message, at)))
  const place = (field: string, inHead: boolean) => ({
    coordinate: field === '' ? type : `${type}#${field}`,
    subgraph: owner,
    location: inHead ? at.location : ({ ...whereEvent(base, old.file, type, field), rev: 'base' } as const),
  })
  const fields = [fieldsIn(old), fieldsIn(event)]
  const [was = new Set<string>(), is = new Set<string>()] = fields.includes(undefined) ? [] : fields
  const news = [...is.difference(was)].filter((field) => !field.includes('.') && !field.includes('['))
  for (const { kind, path, message, isUndecodable } of misfits(event.data, old.data)) {
    // It is told as what is new.
    if (kind === 'closed' && news.includes(path)) continue
    const isThere = has(event, path)
    const location = isThere ? { location: whereEvent(head, file, type, path) } : {}
    const severity = isUndecodable === true ? ({ severity: 'error' } as const) : {}
    const text =
      kind === 'absent'
        ? message.replace(/is not sent,.*/, 'is not sent any more')
        : message.replace(/ is expected$/, ' was promised').replace('and is expected', 'and was always sent')
    found.push(
      finding(ruleOf[kind], `${path || 'the data'} of ${type} ${text}`, {
        ...place(path, isThere),
        ...location,
        ...severity,
      }),
    )
  }
  const told = (field: string) => found.some(({ coordinate }) => coordinate === `${type}#${field}`)
  for (const field of was.difference(is)) {
    if (told(field) || told(field.replace(/[.[][^.[]*$/, ''))) continue
    // Readers have to do without it anyway, and one that shows it shows nothing now, or always the same.
    const before = isAvro(old.data) ? 'readers take its default' : 'it could be left out before'
    const gone = `${field} of ${type} is not sent any more; ${before}`
    found.push(finding('event-field-removed', gone, { ...place(field, false), severity: 'warning' }))
  }
  const tighter = [...misfits(old.data, event.data), ...ofOlder(base, old, event)]
  for (const field of news) {
    const location = whereEvent(head, file, type, field)
    const stopping = tighter.some(({ path, isUndecodable }) => path === field && isUndecodable === true)
    const more = stopping ? '; it has no default, so nobody reads older messages by this schema' : ''
    const severity = stopping ? ({ severity: 'warning' } as const) : {}
    const at = { ...place(field, true), location, ...severity }
    found.push(finding('event-field-added', `${field} is sent with ${type}${more}`, at))
  }
  for (const { path, isUndecodable } of tighter) {
    if (news.includes(path)) continue
    const location = whereEvent(head, file, type, path)
    const what = path || 'the data'
    const [message, severity] =
      isUndecodable === true
        ? [`by what ${type} is now, nobody reads ${what} of older messages`, { severity: 'warning' } as const]
        : [`more is promised of ${what} of ${type} than before`, {}]
    // A field that changed its type is tighter and looser at once; it has been told.
    if (found.some(({ coordinate }) => coordinate === place(path, true).coordinate)) continue
    found.push(finding('event-promise-tightened', message, { ...place(path, true), location, ...severity }))
  }
  for (const { path, message } of quietChanges(old, event)) {
    const where = { ...place(path, true), location: whereEvent(head, file, type, path), severity: 'notice' } as const
    found.push(finding('event-promise-loosened', `${path || 'the data'} of ${type} ${message}`, where))
  }
  return found
}

/** Why messages of before the base, which the stream still holds, are not decoded by what the event is now, and were by what it was. */
function ofOlder({ earlierContracts = [] }: Sources, old: DeclaredEvent, event: DeclaredEvent): Misfit[] {
  return earlierContracts.flatMap(({ events }) => {
    const older = twinOf(old, [old], events)
    if (older === undefined) return []
    const known = new Set(misfits(older.data, old.data).map(({ path }) => path))
    return misfits(older.data, event.data).filter(
      ({ path, isUndecodable }) => isUndecodable === true && !known.has(path),
    )
  })
}

/** Where and in which form it is sent: readers look for it where it was. A server more is none less. */
function transportChanges(
  { transport: old = {}, type }: DeclaredEvent,
  { transport: now = {} }: DeclaredEvent,
): string[] {
  // What a server is called there is nothing to who connects to it.
  const servers = (text = '') => new Set(text.split(', ').flatMap((one) => one.split(' ')[1] ?? []))
  const lost = servers(old.server).difference(servers(now.server))
  const moved = (what: string, was: string | undefined, is: string | undefined) =>
    was === undefined || was === is ? [] : [`${type} was sent ${what} ${was}, and is ${what} ${is ?? 'another'}`]
  return [
    ...moved('by', old.channel, now.channel),
    ...(isSameJson(old.contentType, now.contentType) ? [] : moved('as', old.contentType, now.contentType)),
    ...moved('with the parameters', old.parameters, now.parameters),
    ...moved('with the bindings', old.bindings, now.bindings),
    ...moved('with its correlation at', old.correlation, now.correlation),
    ...[...lost].map((one) => `${type} is not sent by the server ${one} any more`),
  ]
}

/** Whoever says of JSON what it is called changes nothing, nor who says it no more. Another schema is told as that. */
function isSameJson(...types: readonly (string | undefined)[]): boolean {
  const isJson = (type = UNSAID_JSON) => type === UNSAID_JSON || /^\S+[/+]json\b/i.test(type)
  return types.includes(UNSAID_JSON) && types.every(isJson)
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

/** Undefined where nobody knows. */
function fieldsIn({ data }: DeclaredEvent): ReadonlySet<string> | undefined {
  const ofAvro = fieldsOfAvro(data)
  return ofAvro && fieldsOf(plainSchema(data)).union(new Set(ofAvro))
}

/** How deep fields are looked for in fields. */
const DEEPEST = 4

/** The fields that are declared, by their paths. */
function fieldsOf({ properties = {}, items }: JsonSchema, path = '', depth = 0): Set<string> {
  if (depth > DEEPEST) return new Set()
  const own = Object.entries(properties).flatMap(([name, field]) => {
    if (isNothing(field)) return []
    const at = path === '' ? name : `${path}.${name}`
    return [at, ...fieldsOf(field, at, depth + 1)]
  })
  return new Set([...own, ...(typeof items === 'object' ? fieldsOf(items, `${path}[]`, depth + 1) : [])])
}

function has(event: DeclaredEvent, path: string): boolean {
  const [first = ''] = path.split(/[.[]/)
  return first === '' || fieldsIn(event)?.has(first) === true
}
