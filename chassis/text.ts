/** What a person wrote, as it is kept; or what is wrong with it, as the rest of a sentence that names the field. */
export type GivenText = { readonly text: string } | { readonly wrong: string }

export interface TextRule {
  /** In characters as people count them, not in units of UTF-16; after the edges are trimmed. */
  readonly most: number
  readonly least?: number
  /** Tabs and line breaks may occur. */
  readonly lines?: boolean
}

/** Looks like a blank, and is no white space to programs. */
const blanks = /[\u115F\u1160\u2800\u3164\uFFA0]/gu
/** Is not seen and means nothing: what differs by it only is the same text. */
const nothing = /[\u00AD\u034F\u17B4\u17B5\u200B\u2060-\u2064\u206A-\u206F\uFEFF\uFFF9-\uFFFB]/gu
/** Is not seen, but joins or turns the letters beside it. At an edge there is nothing to join. */
const joiner = String.raw`\u061C\u180B-\u180F\u200C-\u200F\uFE00-\uFE0F\u{E0000}-\u{E0FFF}`
const edges = new RegExp(String.raw`^[\s${joiner}]+|[\s\u061C\u200C-\u200F]+$`, 'gu')
/** Turns the direction of what follows, that of the page around it too. */
const turns = /[\u202A-\u202E\u2066-\u2069]/u
/** PostgreSQL keeps no NUL, UTF-8 no half of a pair, and nobody means the others. */
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u
const seen = /[\p{L}\p{N}\p{P}\p{S}\p{Co}]/u

/**
 * A text that a person wrote, cleaned: composed (NFC), its edges trimmed, without what cannot be seen. Refused with the
 * sign's name when it holds what would show another text than it is.
 */
export function readText(given: string, { most, least = 1, lines = false }: TextRule): GivenText {
  // Decomposed letters are a few times as long as composed ones: more than this is not even looked at.
  if (given.length > 10 * most + 100) return { wrong: `has ${lengthsOf(least, most)}` }
  const kept = lines ? given.replaceAll(/\r\n?|[\u2028\u2029]/g, '\n') : given
  const wrong = wrongSign(lines ? kept.replaceAll(/[\t\n]/g, ' ') : trimmed(kept))
  if (wrong !== undefined) return { wrong: `has no ${wrong}` }
  const text = trimmed(kept.replaceAll(nothing, '').replaceAll(blanks, ' ').normalize('NFC'))
  const characters = [...text].length
  if (characters < least || characters > most) return { wrong: `has ${lengthsOf(least, most)}` }
  return text === '' || seen.test(text) ? { text } : { wrong: 'has at least one character that can be seen' }
}

/** A name that a program made up: kept as it is, so it is refused where a text would be cleaned. */
export function isKey(given: string, most: number): boolean {
  return given.length <= most && seen.test(given) && wrongSign(given) === undefined
}

function trimmed(text: string): string {
  return text.replaceAll(edges, '')
}

function wrongSign(text: string): string | undefined {
  const turn = turns.exec(text)?.[0]
  if (turn !== undefined) return `${nameOf(turn)}, which turns the direction of writing`
  const other = unprintable.exec(text)?.[0]
  return other === undefined ? undefined : `control character ${nameOf(other)}`
}

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

function lengthsOf(least: number, most: number): string {
  return least === 0 ? `at most ${most} characters` : `${least} to ${most} characters`
}
