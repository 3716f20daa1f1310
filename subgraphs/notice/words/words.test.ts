import { expect, test } from 'vitest'
import { LOCALES, type Told } from '../facts.ts'
import { KINDS } from '../kinds.ts'
import { ONE_OF_EACH } from '../testing/one-of-each.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'
import { linkOf } from './link.ts'
import { tell } from './tell.ts'

const seoul = { locale: 'KO', timeZone: 'Asia/Seoul' } as const
const code = () => '048151'
const started = (title: string) =>
  tell({ kind: 'LOAN_STARTED', facts: { title, dueAt: '2027-01-05T03:00:00Z' } }, seoul, code)

test.each([
  ['책', '‘책’을 지금'],
  ['데미안', '‘데미안’을 지금'],
  ['토지', '‘토지’를 지금'],
  ['누구세요?', '‘누구세요?’를 지금'],
  ['Walden', '‘Walden’을(를) 지금'],
  ['1984', '‘1984’을(를) 지금'],
  ['!!', '‘!!’을(를) 지금'],
])('the particle after %s', (title, beginning) => {
  expect(started(title).title).toContain(beginning)
})

test('of two that contain each other, the longer part stands in brackets', () => {
  const told: Told = { kind: 'POINTS_GIVEN', facts: { title: 'Walden', points: 1_300 } }
  expect(tell(told, seoul, code).title).toBe('‘Walden’(으)로 1,300포인트를 적립했습니다')
  expect(tell({ ...told, facts: { title: '서울', points: 1 } }, seoul, code).title).toBe(
    '‘서울’로 1포인트를 적립했습니다',
  )
})

test('both languages put the same things into the same sentences, and every kind has some', () => {
  const blanks = (text: string) => [...new Set([...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name))].toSorted()
  expect(Object.keys(ko.kinds).toSorted()).toEqual(Object.keys(KINDS).toSorted())
  for (const [kind, english] of Object.entries(en.kinds)) {
    const korean = ko.kinds[kind as keyof typeof ko.kinds]
    expect(blanks(korean.title), kind).toEqual(blanks(english.title))
    expect(blanks(korean.body), kind).toEqual(blanks(english.body))
  }
})

test.each(LOCALES)('C39 in %s every kind says all of what it is about, and nothing that is not filled in', (locale) => {
  for (const told of ONE_OF_EACH) {
    const { title, body } = tell(told, { locale, timeZone: 'Asia/Seoul' }, code)
    expect(`${title} ${body}`, told.kind).not.toMatch(/[{}]|undefined|null|\[object|  /)
    if ('title' in told.facts) expect(title, told.kind).toContain('데미안')
  }
})

test('of what nobody has said, the language has something to say', () => {
  const ready: Told = { kind: 'HOLD_READY', facts: { title: null, until: '2027-01-05T03:00:00Z' } }
  expect(tell(ready, seoul, code).title).toBe('‘기다리시던 책’ 차례가 되었습니다')
  const blocked = { kind: 'BLOCKED', facts: { what: ['BORROW', 'HOLD', 'RENEW'], note: null, until: null } } as const
  expect(tell(blocked, { locale: 'EN', timeZone: 'Asia/Seoul' }, code)).toEqual({
    title: 'The library does not let you borrow, wait for titles, and renew for now',
    body: 'If you do not know why, ask the library. It is so until the library lifts it. What you have borrowed stays yours as long as agreed.',
  })
  expect(tell(blocked, seoul, code).title).toBe('지금은 이용할 수 없습니다: 대여, 예약 및 연장')
})

test('a code is made when it is told, and is in no fact', () => {
  const told: Told = { kind: 'CONTACT_CODE', facts: { checkId: 'any' } }
  expect(tell(told, seoul, code).title).toBe('인증번호는 048151입니다')
})

test('a sentence that nothing fills is no sentence', () => {
  const told = { kind: 'LOAN_ENDED', facts: {} } as unknown as Told
  expect(() => tell(told, seoul, code)).toThrow(/title/)
})

test('a title is data: what looks like a blank in it stays as it is', () => {
  expect(started('{{points}}').title).toContain('‘{{points}}’')
})

test('of licences that end, the link leads to the report of them', () => {
  expect(linkOf('LICENCES_END')).toBe('/reports')
})

test('what is borrowed has one name in Korean, the one of the pages', () => {
  expect(JSON.stringify(ko)).not.toContain('대출')
})
