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

/** Objects that may have further fields from now on, and fields whose absence means another value. */
export function quietChanges({ data: old }: DeclaredEvent, { data }: DeclaredEvent): QuietChange[] {
  if (isDeepStrictEqual(old, data)) return []
  const [was, is] = [old, data].map((one) => placesIn(plainSchema(one, { withDefaults: true }))) as [Places, Places]
  return [...was].flatMap(([path, before]): QuietChange[] => {
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
}

/** What the alternatives at one place say. */
interface Place {
  /** Whether an object refuses the fields that it does not declare. */
  readonly closed: Set<boolean>
  /** Of a field that may be left out, as JSON. */
  readonly defaults: Set<string>
}
type Places = Map<string, Place>

/** How deep places are looked for in places. */
const DEEPEST = 5

function placesIn(whole: JsonSchema): Places {
  const places: Places = new Map()
  // What holds itself says inside what it says outside.
  const look = (one: JsonSchema, path: string, isAlways: boolean, around: readonly JsonSchema[]): void => {
    if (around.length > DEEPEST || around.includes(one)) return
    const open = [...around, one]
    const { properties = {}, required = [], items, anyOf = [], oneOf = [], additionalProperties: rest } = one
    const place = places.get(path) ?? { closed: new Set(), defaults: new Set() }
    places.set(path, place)
    const isObject = [one.type ?? impliedType(one)].flat().includes('object')
    if (isObject && typeof rest !== 'object') place.closed.add(rest === false)
    if (!isAlways && one['default'] !== undefined) place.defaults.add(keyOf(one['default']))
    for (const branch of [...anyOf, ...oneOf]) look(branch, path, isAlways, open)
    for (const [name, field] of Object.entries(properties)) {
      look(field, path === '' ? name : `${path}.${name}`, required.includes(name), open)
    }
    if (typeof items === 'object') look(items, `${path}[]`, true, open)
  }
  look(whole, '', true, [])
  return places
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.symmetricDifference(other).size === 0
}
