import { setTimeout as delay } from 'node:timers/promises'
import { percentilesOf } from './figures.ts'
import { CLIENTS } from './installation.ts'
import { besideLimits } from './limits.ts'
import type { Router } from './people.ts'
import type { Measured } from './results.ts'
import { underSagas } from './saga-load.ts'

const WARM_UP_MS = 3_000
const SAMPLE_MS = 50

/**
 * Each client is a member who requests a title, has it approved at once by a librarian, and looks every 20 ms until the
 * rental is APPROVED. What was counted is counted again in the databases at the end.
 */
export async function measureSaga({ seconds }: { readonly seconds: number }): Promise<Measured> {
  const { measured, checked } = await underSagas({}, async (installation, sagas) => {
    const librarian = await installation.stack.token('libby', 'ADMIN', { ttl: 12 * 3_600 })
    return besideLimits(installation, () =>
      sagas.during(async () => {
        await delay(WARM_UP_MS)
        console.error(`measuring ${CLIENTS} clients for ${seconds} s …`)
        const [rate, lagMs] = await Promise.all([sagas.rate(seconds), lags(installation.router, librarian, seconds)])
        return { ...rate, lagMs }
      }),
    )
  })
  const { measured: rate, comparisons, limits } = measured
  const { sagasPerSecond, done, askedAgain, lagMs } = rate
  const requestRentalMs = percentilesOf(done.map(({ requestMs }) => requestMs))
  const eventToDashboardMs = percentilesOf(lagMs)
  const deferred = done.filter(({ paidAtOnce }) => !paidAtOnce).length
  return {
    figures: [
      { name: 'rentals', unit: '/s', value: sagasPerSecond, comparison: comparisons.commits },
      { name: 'rentals', unit: '/s', value: sagasPerSecond, comparison: comparisons.typenames },
      { name: 'requestRental p50', unit: 'ms', value: requestRentalMs.p50 },
      { name: 'requestRental p99', unit: 'ms', value: requestRentalMs.p99 },
      { name: 'event to dashboard p99', unit: 'ms', value: eventToDashboardMs.p99 },
    ],
    detail: { clients: CLIENTS, limits, requestRentalMs, eventToDashboardMs, deferred, askedAgain, checked },
  }
}

/** How far the dashboard is behind, again and again for so long. */
async function lags(router: Router, librarian: string, seconds: number): Promise<number[]> {
  const found: number[] = []
  for (const until = performance.now() + seconds * 1_000; performance.now() < until; await delay(SAMPLE_MS)) {
    const { asOf } = await router.answered(librarian, '{ myDashboard(first: 1) { asOf { lagMs } } }')
    found.push(asOf.lagMs)
  }
  return found
}
