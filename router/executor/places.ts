import { own, type JsonObject } from './json.ts'

export type Path = readonly (string | number)[]

/** What is at a place of a plan: below `@` the elements of all lists, in one list. */
export function valueAt(value: unknown, path: Path, from = 0): unknown {
  const step = path[from]
  if (step === undefined || value === undefined || value === null) return value
  if (step === '@') return (value as unknown[]).flatMap((element) => valueAt(element, path, from + 1))
  if (Array.isArray(value)) throw new Error(`Unexpected array in result for path element ${step}`)
  return valueAt(own(value as JsonObject, String(step)), path, from + 1)
}

/** The paths in the answer of everything at a place of a plan, in the order of `valueAt`, without what is null. */
export function pathsAt(value: unknown, path: Path): Path[] {
  const found: Path[] = []
  const look = (inner: unknown, [step, ...rest]: Path, parent: Path): void => {
    if (inner === null || inner === undefined) return
    if (step === undefined) return void found.push(parent)
    if (Array.isArray(inner)) {
      const below = step === '@' ? rest : [step, ...rest]
      inner.forEach((element, index) => look(element, below, [...parent, index]))
    } else if (step === '@') {
      throw new Error('expected array when encountering `@`')
    } else if (Object.hasOwn(inner, step)) {
      look((inner as JsonObject)[step], rest, [...parent, step])
    }
  }
  look(value, path, [])
  return found
}
