import { expect, test } from 'vitest'
import { LEAST_CHARGE as takenByPayment } from '../../../subgraphs/payment/payment/state.ts'
import { LEAST_CHARGE as takenByRent } from '../../../subgraphs/rent/rental/decide.ts'
import { isPayable, LEAST_CHARGE } from './amount.ts'

test('the page lets points leave as little as the API does, and no less', () => {
  expect([takenByRent, takenByPayment]).toEqual([LEAST_CHARGE, LEAST_CHARGE])
  expect([2_900, 2_901, 3_000].map((points) => isPayable(3_000, points, 5_000))).toEqual([true, false, true])
})
