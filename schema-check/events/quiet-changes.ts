import { isDeepStrictEqual } from 'node:util'
import type { DeclaredEvent } from './catalogue.ts'
import { impliedType, type JsonSchema } from './json-schema.ts'
import { plainSchema } from './plain-schema.ts'
import { keyOf } from './values.ts'

/** What no message is refused for, and what a reader may have relied on all the same. */
interface QuietChange {
  readonly path: string
  readonly message: string
}

type Promised = Pick<DeclaredEvent, 'data'>

/** Objects that may have further fields from now on, and fields whose absence means another value. */
export function quietChanges({ data: old }: Promised, { data }: Promised): QuietChange[] {
  if (isDeepStrictEqual(old, data)) return []
  const [was, is] = [old, data].map((one) => placesIn(plainSchema(one, { withDefaults: true }))) as [Places, Places]
  const found = [...was].flatMap(([path, before]): QuietChange[] => {
    const now = is.get(path)
    if (now === undefined) return []
    const isOpen = before.closed.size === 1 && before.closed.has(true) && now.closed.has(false)
    const [[one], [other]] = [[...before.defaults], [...now.defaults]]
    return [
      ...(isOpen ? [{ path, message: 'may have further fields; none was promised' }] : []),
      ...(one === undefined || isSame(before.defaults, now.defaults)
        ? []
        : [{ path, message: `means ${other ?? 'nothing that is said'} where it is left out; ${one} was promised` }]),
    ]
  })
  return found.slice(0, MOST_TOLD)
}

/** More of one event tell nobody more. */
const MOST_TOLD = 20

/** What the alternatives at one place say. */
interface Place {
  /** Whether an object refuses the fields that it does not declare. */
  readonly closed: Set<boolean>
  /** Of a field that may be left out, as JSON. */
  readonly defaults: Set<string>
}
type Places = Map<string, Place>

/** More places, of schemas that hold each other, are not looked at: the outer ones are first. */
const MOST = 10_000

function placesIn(whole: JsonSchema): Places {
  const places: Places = new Map()
  const all = [{ one: whole, path: '', isAlways: true, around: [] as readonly JsonSchema[] }]
  for (const { one, path, isAlways, around } of all) {
    const { properties = {}, required = [], items, anyOf = [], oneOf = [], additionalProperties: rest } = one
    const place = places.get(path) ?? { closed: new Set(), defaults: new Set() }
    places.set(path, place)
    const isObject = [one.type ?? impliedType(one)].flat().includes('object')
    if (isObject && typeof rest !== 'object') place.closed.add(rest === false)
    if (!isAlways && one['default'] !== undefined) place.defaults.add(keyOf(one['default']))
    // What holds itself says inside what it says outside.
    const open = [...around, one]
    const look = (inner: JsonSchema, at: string, isThere: boolean) => {
      if (all.length < MOST && !open.includes(inner))
        all.push({ one: inner, path: at, isAlways: isThere, around: open })
    }
    for (const branch of [...anyOf, ...oneOf]) look(branch, path, isAlways)
    for (const [name, field] of Object.entries(properties)) {
      look(field, path === '' ? name : `${path}.${name}`, required.includes(name))
    }
    if (typeof items === 'object') look(items, `${path}[]`, true)
  }
  return places
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.symmetricDifference(other).size === 0
}
