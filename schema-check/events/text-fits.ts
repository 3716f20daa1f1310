import { hasFormat } from './formats.ts'
import { describe, listed, valuesOf, type JsonSchema } from './json-schema.ts'
import { areWithin } from './languages.ts'
import type { Misfit } from './misfit.ts'
import { matcherOf } from './patterns.ts'
import { lengthOf } from './value-fits.ts'

// What a format allows is no regular expression here: it is tried with these.
const samples: Readonly<Record<string, readonly string[]>> = {
  uuid: [
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((version) => `0192f1a4-5b6c-${version}def-8abc-0123456789ab`),
    '0192F1A4-5B6C-7DEF-9ABC-0123456789AB',
    '0192f1a4-5b6c-7def-0abc-0123456789ab',
  ],
  'date-time': [
    '2026-11-21T01:58:43.000Z',
    '2026-11-21T01:58:43.123456789Z',
    '2026-11-21T01:58:43Z',
    '2026-11-21T01:58Z',
    '2026-11-21T01:58:43+09:00',
    '2026-11-21T01:58:43.5-03:30',
    '2026-11-21T01:58:43',
    '2024-02-29T00:00:00Z',
  ],
  date: ['2026-11-21', '2024-02-29', '2026-2-3'],
  time: ['01:58', '01:58:43', '01:58:43.123', '01:58:43Z'],
  email: ['a@example.com', 'a+b@example.com', 'ä@example.com'],
  uri: ['https://example.com/a?b=c', 'urn:isbn:9780141439518', 'mailto:a@example.com'],
}

/** Why a text that the sender may send is not what the reader accepts; undefined when it is. */
export function textMisfit(sent: JsonSchema, read: JsonSchema): Pick<Misfit, 'kind' | 'message'> | undefined {
  const accepts = readerOf(read)
  const values = valuesOf(sent)
  if (values !== undefined) {
    const refused = values.filter((value) => !accepts(String(value)))
    return refused.length === 0 ? undefined : misfit('value', listed(refused, ', '), read)
  }
  const { contentEncoding: encoding } = read
  if (encoding !== undefined && sent.contentEncoding !== encoding) {
    const message = `may be ${sent.contentEncoding ?? 'text in no encoding'}; ${encoding} is expected`
    return { kind: 'bound', message }
  }
  if (isNoWider(sent, read)) return undefined
  const tried = (samples[sent.format ?? ''] ?? []).filter(readerOf(sent))
  const refused = tried.find((text) => !accepts(text))
  if (refused !== undefined) return misfit('bound', `${describe(sent)}, as in "${refused}"`, read)
  if (tried.length > 0) return undefined
  const [own, wanted] = [sent, read].map(({ pattern = [] }) => [pattern].flat().join(' and ')) as [string, string]
  if (own !== '' && areWithin(sent, read) === undefined) {
    return { kind: 'unknown', message: `matches ${own}; whether that is always ${wanted} cannot be told` }
  }
  return misfit('bound', own === '' ? `any ${describe(sent)}` : `text like ${own}`, read)
}

function misfit(kind: 'value' | 'bound', sent: string, read: JsonSchema): Pick<Misfit, 'kind' | 'message'> {
  return {
    kind,
    message: `may be ${sent}; ${describe(read)}${read.format || !read.pattern ? '' : ` like ${[read.pattern].flat().join(' and ')}`} is expected`,
  }
}

function isNoWider(sent: JsonSchema, read: JsonSchema): boolean {
  const { format } = read
  const sameFormat =
    format === undefined || format === sent.format || (WITHIN[sent.format ?? '']?.includes(format) ?? false)
  return sameFormat && areWithin(sent, read) === true
}

/** Formats whose every text is of another format too. */
const WITHIN: Readonly<Record<string, readonly string[]>> = {
  uri: ['uri-reference', 'iri', 'iri-reference'],
  'uri-reference': ['iri-reference'],
  iri: ['iri-reference'],
  email: ['idn-email'],
  hostname: ['idn-hostname'],
}

/** A format that is not known here accepts nothing: it is compared by its name alone. */
function readerOf({ pattern, format, minLength = 0, maxLength = Infinity }: JsonSchema): (text: string) => boolean {
  const expressions = pattern === undefined ? [] : [pattern].flat().map(matcherOf)
  const isOfFormat = (text: string) =>
    format === undefined || expressions.length > 0 || hasFormat(text, format) === true
  return (text) =>
    lengthOf(text) >= minLength &&
    lengthOf(text) <= maxLength &&
    expressions.every((matches) => matches(text)) &&
    isOfFormat(text)
}
