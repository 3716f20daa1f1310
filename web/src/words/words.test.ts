import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Kind, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { FAILURES } from '../api/client.ts'
import { en as librarianEn } from '../librarian/words/en.ts'
import { ko as librarianKo } from '../librarian/words/ko.ts'
import { en as choicesEn } from '../notices/words/en.ts'
import { ko as choicesKo } from '../notices/words/ko.ts'
import { en } from './en.ts'
import { formatsOf } from './format.ts'
import { ko } from './ko.ts'
import { preferredLanguage } from './language.ts'

const everybody = { ...en, ...choicesEn }

/** Where each of the API's enums has its sentences; the others are never shown, and why. */
const SAID: Readonly<Record<string, readonly (keyof typeof everybody)[]>> = {
  BlockKind: ['blockKind'],
  BookSort: ['bookSort'],
  BookStatus: ['bookStatus'],
  CancelReason: ['cancelReason'],
  DashboardStatus: ['status', 'statusSentence'],
  ErasureObstacleKind: ['erasureObstacle'],
  HoldStatus: ['holdStatus'],
  LookKind: ['lookKind'],
  NoticeChannel: ['noticeChannel'],
  NoticeDigest: ['noticeDigest'],
  PaymentState: ['payment', 'paymentEnding'],
  PaymentStatus: ['paymentStatus'],
  PointEntryKind: ['pointEntry'],
  PromotionStatus: ['promotion'],
  RefundState: ['refund'],
  RefusalReason: ['refusalReason'],
  RentalOutcome: ['outcome'],
  RentalStatus: ['status', 'statusSentence'],
  RequestStatus: ['requestStatus'],
  UserErrorCode: ['userError'],
}
/** Those of the librarian's words. */
const SAID_TO_LIBRARIANS: Readonly<Record<string, keyof typeof librarianEn>> = {
  Approval: 'approval',
  BlockCause: 'blockCause',
  BlockKind: 'blockKind',
  DownloadPolicy: 'download',
  ErasureAsked: 'erasureAsked',
  HoldStatus: 'holdStatus',
  LicenceKind: 'licenceKind',
  NoticeChannel: 'noticeChannel',
  NoticeDeliveryStatus: 'deliveryStatus',
  NoticeKind: 'noticeKind',
}
const NOT_SAID: Readonly<Record<string, string>> = {
  DeadLetterStatus: 'the librarian’s list has one table for each',
  FigureStep: 'a choice of the chart, named in the librarian’s words',
  LedgerAccount: 'bookkeeping, which no page shows',
  LedgerKind: 'bookkeeping, which no page shows',
  Locale: 'a choice of the page, which has its own words for languages',
  PaymentMethod: 'a fee of nothing says it',
  RentalDecision: 'two buttons of the librarian’s queue',
}

const enums = parse(readFileSync(join(import.meta.dirname, '../../../schema/supergraph.graphql'), 'utf8'))
  .definitions.filter((definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION)
  .filter(({ name }) => !name.value.includes('__'))
  .map(({ name, values = [] }) => ({ name: name.value, values: values.map((value) => value.name.value) }))

describe.each([
  ['English', everybody, librarianEn],
  ['Korean', { ...ko, ...choicesKo }, librarianKo],
])('in %s', (_language, words, librarianWords) => {
  test.each(enums.filter(({ name }) => name in SAID_TO_LIBRARIANS))(
    'every value of $name has its words for librarians',
    ({ name, values }) => {
      const group = SAID_TO_LIBRARIANS[name]
      const said = (group && librarianWords[group]) as Record<string, string> | undefined
      for (const value of values) expect(said?.[value], `${group}.${value}`).toMatch(/\S/)
    },
  )

  test.each(enums.filter(({ name }) => !(name in NOT_SAID) && (name in SAID || !(name in SAID_TO_LIBRARIANS))))(
    'every value of $name has its words',
    ({ name, values }) => {
      const groups = SAID[name]
      expect(groups, `${name} is new: say where its words are`).toBeDefined()
      for (const group of groups ?? []) {
        for (const value of values) {
          const sentence = (words[group] as Record<string, string>)[value]
          expect(sentence, `${group}.${value}`).toMatch(/\S/)
        }
      }
    },
  )

  test('whatever fails has its words', () => {
    for (const failure of FAILURES) expect(words.failure[failure]).toMatch(/\S/)
  })

  test('nothing is empty', () => {
    for (const [key, sentence] of flat(words)) expect(sentence, key).toMatch(/\S/)
  })
})

test('what is in the list of enums that are not shown is an enum', () => {
  const names = enums.map(({ name }) => name)
  for (const name of [SAID, SAID_TO_LIBRARIANS, NOT_SAID].flatMap((each) => Object.keys(each)))
    expect(names).toContain(name)
})

test.each([
  ['everybody’s', en, ko],
  ['the librarian’s', librarianEn, librarianKo],
  ['choosing', choicesEn, choicesKo],
])('both languages of %s words put the same things into the same sentences', (_whose, english, korean) => {
  const inEnglish = new Map(flat(english))
  for (const [key, sentence] of flat(korean)) expect(blanks(sentence), key).toEqual(blanks(inEnglish.get(key) ?? ''))
})

test('in Korean a particle of one form follows no blank but an amount of won, whose last sound is known', () => {
  const words = { ...ko, ...librarianKo, ...choicesKo }
  const fixed = flat(words).filter(([, sentence]) => /\}\}[”’]?[을를이가은는과와](?![(가-힣])/.test(sentence))
  expect(fixed.map(([key]) => key)).toEqual(['book.step1', 'amount.both', 'refunding.goodwillAsk'])
})

test('whatever is counted is grouped as its language groups numbers', () => {
  const all = [en, ko, librarianEn, librarianKo, choicesEn, choicesKo].flatMap((words) => flat(words))
  expect(all.filter(([, sentence]) => sentence.includes('{{count}}'))).toEqual([])
})

test('what is borrowed has one name in Korean', () => {
  expect(JSON.stringify([ko, librarianKo, choicesKo])).not.toContain('대출')
})

describe('the language', () => {
  test.each([
    ['ko', ['en'], 'ko'],
    [null, ['ko-KR', 'en'], 'ko'],
    [null, ['fr', 'ko'], 'ko'],
    [null, ['fr'], 'en'],
    ['xx', ['en-GB'], 'en'],
    [null, [], 'en'],
  ] as const)('remembered %s, browser %s: %s', (remembered, browser, language) => {
    expect(preferredLanguage(remembered, browser)).toBe(language)
  })
})

describe('numbers and instants', () => {
  test('money is in won, without a smaller unit', () => {
    expect(formatsOf('ko').money(12_000)).toBe('₩12,000')
    expect(formatsOf('en').money(12_000)).toBe('₩12,000')
  })

  test('instants are the reader’s, whatever the zone they were written in', () => {
    const instant = '2026-11-21T16:30:00.000Z'
    expect(formatsOf('en', 'Asia/Seoul').dateTime(instant)).toBe('Nov 22, 2026, 1:30 AM')
    expect(formatsOf('en', 'America/New_York').dateTime(instant)).toBe('Nov 21, 2026, 11:30 AM')
    expect(formatsOf('ko', 'Asia/Seoul').dateTime(instant)).toBe('2026. 11. 22. 오전 1:30')
  })

  test('of today only the time is said', () => {
    const at = (now: string) => formatsOf('en', 'Asia/Seoul', () => new Date(now)).moment('2026-11-21T16:30:00.000Z')
    expect(at('2026-11-22T10:00:00.000Z')).toBe('1:30 AM')
    expect(at('2026-11-21T10:00:00.000Z')).toBe('Nov 22, 2026, 1:30 AM')
  })

  test('a language that nobody knows is called by its tag', () => {
    expect(formatsOf('en').languageName('ko')).toBe('Korean')
    expect(formatsOf('en').languageName('not a tag')).toBe('not a tag')
  })
})

function flat(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : flat(value as object, `${path}${key}.`),
  )
}

function blanks(sentence: string): string[] {
  return [...sentence.matchAll(/\{\{(\w+(?:, \w+)?)\}\}/g)].map(([, name = '']) => name).sort()
}
