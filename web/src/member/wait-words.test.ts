import { createInstance, type TFunction } from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { en } from '../words/en.ts'
import { holdOffer, waitWords } from './wait-words.ts'

const NOW = Date.parse('2026-11-29T00:00:00.000Z')
const inDays = (days: number) => new Date(NOW + days * 86_400_000).toISOString()

let t: TFunction
beforeAll(async () => {
  const i18n = createInstance()
  t = await i18n.init({ lng: 'en', resources: { en: { translation: en } } })
})

test.each([
  [0, 0.2, 'about 1 day'],
  [3, 3.4, 'about 3 days'],
  [3, 6, 'about 3–6 days'],
  [13.9, 14.1, 'about 2 weeks'],
  [10, 20, 'about 1–3 weeks'],
  [-2, -1, 'about 1 day'],
  [20, 10, 'about 20 days'],
])('from %d to %d days is %s', (likely, late, words) => {
  expect(waitWords({ likely: inDays(likely), late: inDays(late) }, t, NOW)).toBe(words)
})

test.each([
  [0, null, 'Place a hold'],
  [1, null, 'Place a hold · 1 waits'],
  [1_200, null, 'Place a hold · 1,200 wait'],
])('%d who wait are offered as %s', (holdsWaiting, estimate, words) => {
  expect(holdOffer({ holdsWaiting, estimate }, t)).toBe(words)
})
