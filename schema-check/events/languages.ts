import { DFA, isDisjointWith, JS, NFA, type Concatenation, type NoParent } from 'refa'

/** Which texts are meant: those that match every pattern, as ECMA-262 reads it, and are so long. */
export interface Texts {
  readonly pattern?: string | readonly string[]
  readonly minLength?: number
  readonly maxLength?: number
}

/** Whether all of the one are of the other; undefined where that cannot be told, as of what looks ahead. */
export function areWithin(one: Texts, other: Texts): boolean | undefined {
  const own = partsOf(one)
  const verdicts = partsOf(other)
    .filter((part) => !own.includes(part))
    .map((part) => isWithin(own, part))
  if (verdicts.includes(false)) return false
  return verdicts.includes(undefined) ? undefined : true
}

/** Surely no text is of both. */
export function shareNothing(one: Texts, other: Texts): boolean {
  const [first, ...rest] = [...new Set([...partsOf(one), ...partsOf(other)])].flatMap((part) => languageOf(part) ?? [])
  const last = rest.pop()
  if (first === undefined) return false
  return (
    bounded(() => (last === undefined ? first.isEmpty : isDisjointWith(common(first, rest), last, MOST_PAIRS))) ?? false
  )
}

/** More states, or pairs of them, are not looked at: what cannot be told is told as that. */
const MOST_STATES = 3_000
const MOST_PAIRS = 100_000

function partsOf({ pattern = [], minLength = 0, maxLength }: Texts): string[] {
  const length = minLength > 0 || maxLength !== undefined ? [`^[^]{${minLength},${maxLength ?? ''}}$`] : []
  // Whoever writes `.*` means line breaks too.
  return [...[pattern].flat().filter((one) => !/^\^?(\.\*)?\$?$/.test(one)), ...length]
}

function isWithin(own: readonly string[], part: string): boolean | undefined {
  const known = own.flatMap((one) => languageOf(one) ?? [])
  const others = complementOf(part)
  if (others === undefined) return undefined
  const isAll = bounded(() => isDisjointWith(common(languageOf('') ?? others, known), others, MOST_PAIRS))
  // What is not understood makes it no more.
  return isAll === true || known.length === own.length ? isAll : undefined
}

function common(one: DFA, more: readonly DFA[]): DFA {
  return more.reduce((all, next) => DFA.fromIntersection(all, next, states()), one)
}

const languages = new Map<string, DFA | undefined>()
const complements = new Map<string, DFA | undefined>()

function languageOf(pattern: string): DFA | undefined {
  if (!languages.has(pattern))
    languages.set(
      pattern,
      bounded(() => automatonOf(pattern)),
    )
  return languages.get(pattern)
}

function complementOf(pattern: string): DFA | undefined {
  if (!complements.has(pattern)) {
    const made = bounded(() => automatonOf(pattern))
    made?.complement()
    complements.set(pattern, made)
  }
  return complements.get(pattern)
}

function bounded<T>(find: () => T): T | undefined {
  try {
    return find()
  } catch {
    // Too large, or not regular.
    return undefined
  }
}

function states(): DFA.LimitedNodeFactory {
  return new DFA.LimitedNodeFactory(MOST_STATES)
}

const ANYTHING = JS.createCharSet([{ kind: 'any' }], { unicode: true, dotAll: true })

function automatonOf(pattern: string): DFA {
  const { expression, maxCharacter } = JS.Parser.fromLiteral({ source: strict(pattern), flags: 'u' }).parse({
    backreferences: 'throw',
    maxNodes: MOST_STATES,
  })
  // A pattern is of a text when it matches anywhere in it, unless it says where the text begins and ends.
  const whole = expression.alternatives.map(({ type, elements }): NoParent<Concatenation> => {
    const [begins, ends] = [isEdge(elements[0], 'behind'), isEdge(elements.at(-1), 'ahead')]
    const inner = elements.slice(begins ? 1 : 0, ends && elements.length > (begins ? 1 : 0) ? -1 : undefined)
    return { type, elements: [...(begins ? [] : [anything()]), ...inner, ...(ends ? [] : [anything()])] }
  })
  const factory = new NFA.LimitedNodeFactory(MOST_STATES)
  return DFA.fromFA(NFA.fromRegex(whole, { maxCharacter }, { assertions: 'throw' }, factory), states())
}

type Element = NoParent<Concatenation>['elements'][number]

function anything(): Element {
  const elements: Element[] = [{ type: 'CharacterClass', characters: ANYTHING }]
  const alternatives: NoParent<Concatenation>[] = [{ type: 'Concatenation', elements }]
  return { type: 'Quantifier', min: 0, max: Infinity, lazy: false, alternatives }
}

/** `^` says that no sign is behind, `$` that none is ahead. */
function isEdge(element: Element | undefined, kind: 'ahead' | 'behind'): boolean {
  if (element?.type !== 'Assertion' || element.kind !== kind || !element.negate) return false
  const [one, ...more] = element.alternatives
  const [sign, ...further] = one?.elements ?? []
  if (more.length > 0 || further.length > 0) return false
  return sign?.type === 'CharacterClass' && sign.characters.isAll
}

/** Without the escapes that need none, which older readers take. */
function strict(pattern: string): string {
  let inClass = false
  return pattern.replaceAll(/\\(.)|[[\]]/gsu, (part, sign: string | undefined) => {
    if (sign === undefined) inClass = part === '['
    if (sign === undefined || (sign === '-' && inClass)) return part
    return /[\w^$\\.*+?()[\]{}|/]/.test(sign) ? part : sign
  })
}
