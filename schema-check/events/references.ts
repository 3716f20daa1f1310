/** Finds what a reference inside a document means: `#/$defs/Money`, `#`, `#money` by its anchor, and an `$id`. */
export function referencesIn(root: unknown): (ref: string) => unknown {
  let names: ReadonlyMap<string, unknown> | undefined
  return (ref) => {
    if (ref === '#') return root
    if (ref.startsWith('#/')) return at(root, ref)
    names ??= namesIn(root)
    const [document = '', fragment = ''] = ref.split('#', 2)
    if (fragment.startsWith('/')) return names.get(ref) ?? at(names.get(document), `#${fragment}`)
    return names.get(ref) ?? (fragment === '' ? names.get(document) : undefined)
  }
}

function at(root: unknown, ref: string): unknown {
  let found = root
  for (const part of ref.slice(2).split('/')) {
    const name = decoded(part).replaceAll('~1', '/').replaceAll('~0', '~')
    found = typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[name] : undefined
  }
  return found
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** What is called something: `#anchor`, and `$id` as it stands. However deep it is, the stack is not. */
function namesIn(root: unknown): Map<string, unknown> {
  const names = new Map<string, unknown>()
  const left = [root]
  while (left.length > 0) {
    const one = left.pop()
    if (typeof one !== 'object' || one === null) continue
    for (const [keyword, value] of Object.entries(one)) {
      if (typeof value === 'string' && (keyword === '$anchor' || keyword === '$dynamicAnchor'))
        names.set(`#${value}`, one)
      else if (typeof value === 'string' && (keyword === '$id' || keyword === 'id')) names.set(value, one)
      else left.push(value)
    }
  }
  return names
}
