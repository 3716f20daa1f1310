import type { UserError } from './generated/resolvers.ts'
import type { BookPorts } from './ports.ts'
import { readHoldViews, type HoldView } from './queries/holds.ts'

/** What every command about a hold answers. */
export interface HoldAnswer {
  readonly hold: HoldView | null
  readonly userErrors: UserError[]
}

export const refusedHold = (error: UserError): HoldAnswer => ({ hold: null, userErrors: [error] })

/** The hold as it stands now, with its position. */
export async function holdAnswer({ db }: BookPorts, holdId: string): Promise<HoldAnswer> {
  const [hold] = await readHoldViews(db, [holdId])
  return { hold: hold ?? null, userErrors: [] }
}
