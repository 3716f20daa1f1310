import { expect, test } from 'vitest'
import { policies as book } from '@ebook/book/policies'
import { createLogger } from '@ebook/chassis/log'
import { producerOf } from '@ebook/nats/event'
import { policies as notice } from '@ebook/notice/policies'
import { defaults } from '@ebook/notice/testing/defaults'
import { policies as payment } from '@ebook/payment/policies'
import { policies as promotion } from '@ebook/promotion/policies'
import { policies as rent } from '@ebook/rent/policies'
import { LISTENERS } from '../subgraphs/subgraphs.ts'

const rules = { missedTurns: { most: 0, withinMs: 0, blockForMs: 0 }, pointsDebt: 0 } as const
const rewards = { rateBps: 1_000, spendableFrom: 'APPROVED', delayMs: { min: 0, max: 0 } } as const

test('C20 every durable is given what the policies of its context react to, and nothing else', () => {
  const policies = {
    book: book({ decideForMs: 1, holdLimit: 5, historyKeptForMs: 90 * 86_400_000 }),
    rent: rent(createLogger('test', 'silent'), () => undefined, rules),
    payment: payment(() => undefined),
    promotion: promotion(rewards),
    notice: notice(defaults),
  }
  const heard = Object.entries(policies).map(([context, all]) => [
    context,
    [...new Set(all.map(({ type }) => producerOf(type)))].toSorted(),
  ])
  expect(Object.fromEntries(heard), '`hears` in subgraphs/subgraphs.ts').toEqual(LISTENERS)
})
