import { requireRole } from '@ebook/chassis/guard'
import type { LiveContext } from '@ebook/chassis/subscriptions'
import type { SubscriptionHoldChangedArgs } from '../generated/resolvers.ts'
import type { HoldRow } from '../projections/hold-row.ts'
import type { View } from '../subscriptions/view.ts'
import { liveAnswers } from './live-answers.ts'
import { holdNode } from './nodes.ts'

/** The caller's own: whose holds are told is part of what is read and of what is listened to. */
export const holdChanged = (view: View) => ({
  subscribe: (_: unknown, { snapshot }: SubscriptionHoldChangedArgs, context: LiveContext) => {
    const { sub: userId } = requireRole(context, 'MEMBER')
    return liveAnswers(view, view.hub.holds, { scope: { userId }, snapshot, member: userId }, context)
  },
  resolve: ({ payload }: { readonly payload: HoldRow }) => holdNode(payload),
})
