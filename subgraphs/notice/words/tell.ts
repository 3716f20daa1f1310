import { josa } from 'es-hangul'
import type { Facts, Kind, Locale, Told } from '../facts.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'
import type { Sentences, Words } from './words.ts'

export const WORDS: Readonly<Record<Locale, Words>> = { KO: ko, EN: en }

/** As programs call them (BCP 47). */
export const LANGUAGES: Readonly<Record<Locale, string>> = { KO: 'ko', EN: 'en' }

/** Where and for whom something is told. */
export interface Listener {
  readonly locale: Locale
  readonly timeZone: string
}

/** With what the blanks of a kind's sentences are filled. */
export type Variables = Readonly<Record<string, string>>

/** The code of a contact check is made when it is told, and kept nowhere. */
export type CodeOf = (checkId: string) => string

export function tell(told: Told, listener: Listener, codeOf: CodeOf): Sentences {
  return filled(WORDS[listener.locale].kinds[told.kind], variablesOf(told, listener, codeOf))
}

/** What a notice's facts are in a language, in its listener's zone. */
export function variablesOf(told: Told, { locale, timeZone }: Listener, codeOf: CodeOf): Variables {
  if (told.kind === 'CONTACT_CODE') return { code: codeOf(told.facts.checkId) }
  const { why, barred, unsaid } = WORDS[locale]
  const language = LANGUAGES[locale]
  const read: { readonly [Name in FactName]?: (fact: never) => string } = {
    amount: (amount: number) => won(locale, amount),
    dueAt: (instant: string) => moment(locale, timeZone, instant),
    until: (instant: string | null) => (instant === null ? unsaid.until : moment(locale, timeZone, instant)),
    title: (title: string | null) => title ?? unsaid.title,
    note: (note: string | null) => note ?? unsaid.note,
    why: (code: keyof typeof why) => why[code],
    what: (things: (keyof typeof barred)[]) =>
      new Intl.ListFormat(language, { type: 'conjunction' }).format(things.map((thing) => barred[thing])),
    titles: (titles: readonly string[]) => titles.map((title) => `“${title}”`).join(', '),
  }
  const texts: Record<string, string> = {}
  for (const [name, fact] of Object.entries(told.facts) as [FactName, unknown][]) {
    texts[name] =
      typeof fact === 'number' && name !== 'amount'
        ? new Intl.NumberFormat(language).format(fact)
        : (read[name]?.(fact as never) ?? String(fact))
  }
  return texts
}

type FactName = { [K in Kind]: keyof Facts[K] }[Kind]

/** Throws for a blank that nothing fills: no such sentence is sent. */
export function filled({ title, body }: Sentences, variables: Variables): Sentences {
  return { title: fill(title, variables), body: fill(body, variables) }
}

const BLANK = /\{\{(\w{1,20})(?::([^{}]{1,10}))?\}\}/g

function fill(sentence: string, variables: Variables): string {
  return sentence.replaceAll(BLANK, (_, name: string, particle: string | undefined) => {
    const text = variables[name]
    if (text === undefined) throw new Error(`nothing fills {{${name}}} of "${sentence}"`)
    return particle === undefined ? text : particleOf(text, particle)
  })
}

/** The one of `을/를` that fits a word; `을(를)` where nobody can tell, as after letters and digits. */
function particleOf(word: string, particles: string): string {
  // A title may end in a mark that is not read aloud.
  const last = [...word].findLast((character) => /[\p{L}\p{N}]/u.test(character))
  if (last !== undefined && /[가-힣]/.test(last)) return josa.pick(last, particles as Parameters<typeof josa.pick>[1])
  const [closed = '', open = ''] = particles.split('/')
  return closed.endsWith(open) ? `(${closed.slice(0, -open.length)})${open}` : `${closed}(${open})`
}

function won(locale: Locale, amount: number): string {
  const number = new Intl.NumberFormat(LANGUAGES[locale]).format(amount)
  return locale === 'KO' ? `${number}원` : `${number} won`
}

function moment(locale: Locale, timeZone: string, instant: string): string {
  return new Intl.DateTimeFormat(LANGUAGES[locale], { dateStyle: 'long', timeStyle: 'short', timeZone }).format(
    new Date(instant),
  )
}
