import { requireRole } from '@ebook/chassis/guard'
import type { LiveContext } from '@ebook/chassis/subscriptions'
import type { SubscriptionDashboardChangedArgs } from '../generated/resolvers.ts'
import type { DashboardRow } from '../projections/row.ts'
import type { Scope } from '../subscriptions/changes.ts'
import type { View } from '../subscriptions/view.ts'
import { liveAnswers } from './live-answers.ts'
import { rowNode } from './nodes.ts'

/**
 * Whose rows are told is part of what is read and of what is listened to, not a filter over it: a member's subscription
 * is of that member, on every event, whatever rental it asks for.
 */
export const dashboardChanged = (view: View) => ({
  subscribe: (_: unknown, { rentalId, status, snapshot }: SubscriptionDashboardChangedArgs, context: LiveContext) => {
    const viewer = requireRole(context, 'MEMBER', 'ADMIN')
    const scope: Scope = {
      userId: viewer.roles.includes('ADMIN') ? undefined : viewer.sub,
      id: rentalId ?? undefined,
      status: status ?? undefined,
    }
    return liveAnswers(view, view.hub.rentals, { scope, snapshot, member: viewer.sub }, context)
  },
  /** Only where there is a row: what has extensions alone is not executed. */
  resolve: ({ payload }: { readonly payload: DashboardRow }) => rowNode(payload),
})
