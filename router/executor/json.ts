/** What JSON.parse makes of an object. Its keys are somebody else's: `__proto__` may be one. */
export type JsonObject = Record<string, unknown>

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** Takes what another fetch found of the same object into it: objects and lists of one length element by element. */
export function merge(target: JsonObject, found: JsonObject | null | undefined): void {
  if (found === null || found === undefined) return
  for (const key of Object.keys(found)) {
    const value = found[key]
    if (value === undefined) continue
    const known = own(target, key)
    if (known && isJsonObject(value)) merge(known as JsonObject, value)
    else if (Array.isArray(known) && Array.isArray(value) && known.length === value.length) mergeLists(known, value)
    else put(target, key, value)
  }
}

function mergeLists(target: unknown[], found: readonly unknown[]): void {
  found.forEach((value, index) => {
    const known = target[index]
    if (isJsonObject(known) && isJsonObject(value)) merge(known, value)
    else target[index] = value
  })
}

/** An assignment to `__proto__` would be something else. */
export function put(target: JsonObject, key: string, value: unknown): void {
  if (key in target && !Object.hasOwn(target, key)) {
    Object.defineProperty(target, key, { value, configurable: true, enumerable: true, writable: true })
  } else {
    target[key] = value
  }
}
