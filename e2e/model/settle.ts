import type { Json } from '@ebook/clients/people'
import { eventually } from '@ebook/clients/people'
import { hasAnother, judgeRequest } from './acts.ts'
import type { Library } from './library.ts'
import { demand, endsRightly, titles, type RentalModel, type SagaModel, type Status } from './rental-model.ts'

// Never the measure of anything: the slowest is a message that was in the hands of a process that was killed.
const SETTLED_WITHIN_MS = 60_000

/** Everything works again, whoever was not answered asks again, and nothing is under way any more. */
export async function untilSettled(model: SagaModel, library: Library): Promise<void> {
  await library.heal()
  for (const rental of model.rentals.filter(({ id, refused }) => id === undefined && !refused)) {
    const reply = await eventually('somebody answers', async () => {
      const again = await library.requests(rental)
      return again.outcome !== 'unknown' && again
    })
    judgeRequest(rental, reply, hasAnother(model, rental))
  }
  for (const rental of model.rentals.filter(({ id }) => id !== undefined)) {
    await eventually(
      `${rental.key} settles`,
      async () => {
        const view = await look(library, rental)
        // Refused by the provider for good: a librarian sees to it.
        if (view.payment?.status === 'REFUND_FAILED') await library.retriesRefund(view.payment.id)
        return isAtRest(view)
      },
      SETTLED_WITHIN_MS,
    )
  }
}

async function look(library: Library, rental: RentalModel): Promise<Json> {
  const { outcome, payload } = await library.looks(rental)
  if (outcome !== 'ok') throw new Error(`${rental.key} cannot be looked at`)
  return payload
}

function isAtRest({ status, paymentState, request }: Json): boolean {
  switch (status as Status) {
    case 'RENTED':
      return paymentState === 'DECLINED' || paymentState === 'UNPAID'
    case 'PAID':
      return request?.status === 'REQUESTED'
    case 'REFUSED':
    case 'CANCELING':
      return false
    default:
      return true
  }
}

/** How each rental ended, for its member, in money, in points and on the dashboard; and the seats of the titles. */
export async function endsAsItMust(model: SagaModel, library: Library): Promise<void> {
  const taken = titles.map(() => 0)
  const open = new Set<string>()
  for (const rental of model.rentals.filter(({ id }) => id !== undefined)) {
    const view = await eventually('it is all there', async () => {
      const seen = await look(library, rental)
      return paidRightly(rental, seen) ? seen : undefined
    })
    endsRightly(rental, view.status)
    if (view.status === 'PAID' || view.status === 'APPROVED') taken[rental.title] = (taken[rental.title] ?? 0) + 1
    if (view.status !== 'CANCELED' && view.status !== 'RETURNED') {
      const place = `${rental.member} ${rental.title}`
      demand(!open.has(place), rental, 'is a second open one of this title')
      open.add(place)
    }
    await eventually('so says the dashboard', async () => {
      const row = await library.person(rental).dashboardRow(rental.id ?? '')
      return row?.status === view.status
    })
  }
  for (const [title, { seats }] of titles.entries()) {
    await eventually(`title ${title} has ${seats - (taken[title] ?? 0)} seats left`, async () => {
      return (await library.seatsFree(title)) === seats - (taken[title] ?? 0)
    })
  }
}

/** Money and points as they belong to where the rental stands. */
function paidRightly({ title }: RentalModel, { status, payment, points }: Json): boolean {
  const fee = titles[title]?.rentalFee ?? 0
  const kept = (payment?.chargedAmount ?? 0) - (payment?.refundedAmount ?? 0)
  const granted = (points?.granted ?? 0) - (points?.revoked ?? 0)
  const isPaid = ['PAID', 'APPROVED', 'RETURNED'].includes(status)
  return isPaid ? kept === fee && granted === Math.floor(fee / 10) : kept === 0 && granted === 0
}
