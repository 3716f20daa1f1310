import { SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import type { Operation } from './operations.ts'

/** What is killed, stopped and missed. */
export const PARTS = ['postgres', 'nats', ...SUBGRAPHS, 'router'] as const
export type Part = (typeof PARTS)[number]

/**
 * The operation that cannot succeed without the part; `paid`: and it does only when the rental is PAID at once. A part that
 * has none here works when it is ready.
 */
export const NEEDS: Readonly<Partial<Record<Part, { readonly operation: Operation; readonly paid?: true }>>> = {
  postgres: { operation: 'rental' },
  nats: { operation: 'requestRental', paid: true },
  book: { operation: 'books' },
  rent: { operation: 'rental' },
  payment: { operation: 'requestRental', paid: true },
  promotion: { operation: 'myPoints' },
  dashboard: { operation: 'myDashboard' },
  router: { operation: 'rental' },
}
