import { isIPv4, isIPv6 } from 'node:net'

type Form = (text: string) => boolean

const like = (expression: RegExp): Form => {
  return (text) => expression.test(text)
}

/** As loose as the formats themselves: a pattern beside the format says more, as zod's do. */
const FORMATS: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['uuid', like(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)],
  ['date', isDate],
  ['time', isTime],
  [
    'date-time',
    (text) => /^.{10}T.*(Z|[+-]\d\d:\d\d)$/i.test(text) && isDate(text.slice(0, 10)) && isTime(text.slice(11)),
  ],
  ['email', like(/^[^@\s]+@[^@\s]+$/)],
  ['uri', like(/^[a-z][a-z0-9+.-]*:\S+$/i)],
  ['ipv4', isIPv4],
  ['ipv6', isIPv6],
])

/** Undefined for a format that is not known here. */
export function hasFormat(text: string, format: string): boolean | undefined {
  return FORMATS.get(format)?.(text)
}

/** No text is of both. */
export function areApart(one: string, other: string): boolean {
  return one !== other && APART.has(one) && APART.has(other)
}

const APART = new Set(['uuid', 'date', 'time', 'date-time', 'email', 'ipv4'])

/** A day that is in the calendar. */
function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)?.map(Number) ?? []
  if (year === undefined || month === undefined || day === undefined || month < 1 || month > 12) return false
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  return day >= 1 && day <= days
}

/** A second 60 is a leap second. */
function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?$/i.test(text)
}
