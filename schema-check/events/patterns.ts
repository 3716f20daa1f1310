import { createContext, Script } from 'node:vm'

/** Told instead of a comparison that cannot be made; the message completes "it ‥". */
export class Incomparable extends Error {
  override readonly name = 'Incomparable'
}

/** Milliseconds for one text. A busy machine is not told from an expression that never ends: it is generous at first. */
const LONGEST = 1_000
const SHORTEST = 10

const endless = new Set<string>()
const sandbox: { expression?: RegExp; text?: string } = createContext({})
const script = new Script('expression.test(text)')

/**
 * Whether a text matches a pattern, as ECMA-262 reads it, with escapes that need none as older readers take them; what is
 * no expression matches nothing. It is a stranger's: the function throws Incomparable for what takes too long.
 */
export function matcherOf(pattern: string): (text: string) => boolean {
  const expression = expressionOf(pattern)
  if (expression === undefined) return () => false
  if (isPlain(pattern)) return (text) => expression.test(text)
  return (text) => {
    if (endless.has(pattern)) throw tooLong(pattern)
    Object.assign(sandbox, { expression, text })
    // However many never end, they take some seconds together.
    const timeout = Math.max(SHORTEST, Math.round(LONGEST / (endless.size + 1)))
    try {
      return script.runInContext(sandbox, { timeout }) === true
    } catch {
      endless.add(pattern)
      throw tooLong(pattern)
    }
  }
}

export function expressionOf(pattern: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags)
    } catch {
      // The next is looser.
    }
  }
  return undefined
}

/** Nothing in it is repeated inside a repetition, and no more than one part without end: it takes no time to speak of. */
function isPlain(pattern: string): boolean {
  return !/\)[*+{]|\\[1-9k]/.test(pattern) && (pattern.match(/[*+]|\{\d*,/g)?.length ?? 0) < 2
}

function tooLong(pattern: string): Incomparable {
  return new Incomparable(`is limited by the pattern ${JSON.stringify(pattern)}, which takes too long to be tried`)
}
