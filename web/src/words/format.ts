import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

export interface Formats {
  /** Won have no smaller unit. */
  readonly money: (won: number) => string
  readonly number: (value: number) => string
  /** With a plus where there is no minus. */
  readonly signed: (value: number) => string
  /** In the reader's time zone, as is everything of these. */
  readonly date: (instant: string) => string
  readonly time: (instant: string) => string
  /** With the day only if it is not today's. */
  readonly moment: (instant: string) => string
  readonly dateTime: (instant: string) => string
  readonly list: (items: readonly string[]) => string
  readonly languageName: (tag: string) => string
}

/** How a language writes money, numbers and instants. */
export function formatsOf(language: string, timeZone?: string, now: () => Date = () => new Date()): Formats {
  const money = new Intl.NumberFormat(language, { style: 'currency', currency: 'KRW' })
  const number = new Intl.NumberFormat(language)
  const signed = new Intl.NumberFormat(language, { signDisplay: 'exceptZero' })
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone })
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone })
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone })
  const list = new Intl.ListFormat(language)
  const names = new Intl.DisplayNames(language, { type: 'language', fallback: 'code' })
  return {
    money: (won) => money.format(won),
    number: (value) => number.format(value),
    signed: (value) => signed.format(value),
    date: (instant) => date.format(new Date(instant)),
    time: (instant) => time.format(new Date(instant)),
    moment: (instant) => {
      const at = new Date(instant)
      return date.format(at) === date.format(now()) ? time.format(at) : dateTime.format(at)
    },
    dateTime: (instant) => dateTime.format(new Date(instant)),
    list: (items) => list.format(items),
    languageName: (tag) => {
      try {
        return names.of(tag) ?? tag
      } catch {
        return tag
      }
    },
  }
}

export function useFormats(): Formats {
  const { i18n } = useTranslation()
  return useMemo(() => formatsOf(i18n.language), [i18n.language])
}
