import { sql, type Transaction } from 'kysely'
import { storeOperation } from '@ebook/nats/store-operation'
import type { RentDatabase } from '../database.ts'
import type { Obstacle } from '../member/language.ts'
import { MAY_BOUNCE_FOR_MS } from '../rental/anonymity.ts'

export interface ErasureFacts {
  readonly inTheWay: readonly Obstacle[]
  /** Of which it is known whose they are. */
  readonly rentalIds: readonly string[]
}

/** What there is of a rental that may be in the way. */
export interface RentalInTheWay {
  readonly id: string
  readonly title: string
  readonly isOpen: boolean
  readonly isRefundOpen: boolean
  readonly bouncesUntil: Date | null
}

const MOVED = sql`(select max(at) from history where aggregate_type = 'Rental' and aggregate_id = rental.id::text)`
const MAY_BOUNCE = sql`${MAY_BOUNCE_FOR_MS} * interval '1 millisecond'`

/** What is in the way of forgetting a member, and what there is to forget. Under their lock; takes that of their rentals. */
export const readErasureFacts = storeOperation(
  'rent/read-erasure-facts',
  async (tx: Transaction<RentDatabase>, userId: string): Promise<ErasureFacts> => {
    const { rows: rentals } = await sql<RentalInTheWay>`
    select id, title,
      -- Promotion has not heard of it yet, and would keep whose it was.
      status not in ('RETURNED', 'EXPIRED', 'CANCELED') or charged_amount is not null and payback is null
        and status <> 'CANCELED' and ${MOVED} > now() - ${MAY_BOUNCE} as "isOpen",
      refund_state is not null and refund_state <> 'DONE' as "isRefundOpen",
      case when refund_state = 'DONE' then ${MOVED} + ${MAY_BOUNCE} end as "bouncesUntil"
    from rental where user_id = ${userId} order by id for update`.execute(tx)
    const { rows: turns } = await sql<{ title: string | null; until: Date }>`
    select book.title, until from turn left join book using (book_id)
    where user_id = ${userId} and until > now() order by until`.execute(tx)
    const { rows: owing } = await sql<{ points: number; now: Date }>`
    select now() as now, greatest(0, owed_points - (
        select coalesce(sum(payback), 0) from rental
        where rental.user_id = member.user_id and rented_date > owed_since
      ))::integer as points
    from member where user_id = ${userId}`.execute(tx)
    const [owes] = owing
    if (!owes) throw new Error('the member is not locked')
    return {
      inTheWay: [
        ...rentals.flatMap((rental) => obstacleOf(rental, owes.now)),
        ...turns.map((turn): Obstacle => ({ kind: 'TURN', ...turn })),
        ...(owes.points > 0 ? [{ kind: 'POINTS_OWED', points: owes.points } as const] : []),
      ],
      rentalIds: rentals.map(({ id }) => id),
    }
  },
)

export function obstacleOf({ id: rentalId, title, ...rental }: RentalInTheWay, now: Date): readonly Obstacle[] {
  // Of what is being canceled the money is what is waited for.
  if (rental.isRefundOpen) return [{ kind: 'REFUND_UNDER_WAY', rentalId, title }]
  if (rental.isOpen) return [{ kind: 'RENTAL_OPEN', rentalId, title }]
  const until = rental.bouncesUntil
  return until !== null && now < until ? [{ kind: 'REFUND_MAY_BOUNCE', rentalId, title, until }] : []
}

/** Of whom nothing is kept any more; what waits for the lock makes a new row. */
export const forgetMember = storeOperation(
  'rent/forget-member',
  async (tx: Transaction<RentDatabase>, userId: string): Promise<void> => {
    // The member first: whoever looks at them meanwhile is waited for, and forgotten with them.
    for (const table of ['member', 'look', 'missed_turn'] as const)
      await tx.deleteFrom(table).where('user_id', '=', userId).execute()
  },
)
