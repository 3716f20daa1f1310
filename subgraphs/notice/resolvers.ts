import { requireRole } from '@ebook/chassis/guard'
import type { RequestContext } from '@ebook/chassis/request'
import { claimedEmails } from './claimed-email.ts'
import type { Resolvers } from './generated/resolvers.ts'
import { setContact, verifyContact } from './mutations/contact.ts'
import { markNoticesRead } from './mutations/mark-notices-read.ts'
import { addPushDevice, removePushDevice } from './mutations/push-device.ts'
import { resendNotice } from './mutations/resend-notice.ts'
import { sendTestNotice } from './mutations/send-test-notice.ts'
import { setNoticePreferences } from './mutations/set-notice-preferences.ts'
import { stopNotices } from './mutations/stop-notices.ts'
import type { NoticePorts } from './ports.ts'
import { readDeliveries } from './queries/deliveries.ts'
import { readNotices } from './queries/my-notices.ts'
import { readNoticePreferences } from './queries/preferences.ts'

/** Members and librarians are told alike, each what is theirs. */
const anybody = (context: Pick<RequestContext, 'viewer'>) => requireRole(context, 'MEMBER', 'ADMIN')

export const resolvers = (ports: NoticePorts) => {
  const takeEmail = claimedEmails(ports.db)
  /** Whoever looks is told by mail from then on, if their token says where. */
  const whoLooks = async (context: Pick<RequestContext, 'viewer'>) => {
    const viewer = anybody(context)
    await takeEmail(viewer)
    return viewer
  }
  return {
    Query: {
      myNotices: async (_, args, context) => readNotices(ports, await whoLooks(context), args),
      noticePreferences: async (_, __, context) => readNoticePreferences(ports, (await whoLooks(context)).sub),
      noticeDeliveries: (_, args, context) => {
        requireRole(context, 'ADMIN')
        return readDeliveries(ports.db, args)
      },
    },
    Member: {
      // Whether there is such a member is rent's to say.
      __resolveReference: ({ id }) => ({ id }),
      deliveries: ({ id }, args, context) => {
        requireRole(context, 'ADMIN')
        return readDeliveries(ports.db, { ...args, userId: id })
      },
    },
    Mutation: {
      markNoticesRead: (_, { input }, context) => markNoticesRead(ports, anybody(context), input),
      setNoticePreferences: (_, { input }, context) => setNoticePreferences(ports, anybody(context).sub, input),
      setContact: (_, { input }, context) => setContact(ports, anybody(context).sub, input),
      verifyContact: (_, { input }, context) => verifyContact(ports, anybody(context).sub, input),
      addPushDevice: (_, { input }, context) => addPushDevice(ports, anybody(context).sub, input),
      removePushDevice: (_, { input }, context) => removePushDevice(ports, anybody(context).sub, input),
      sendTestNotice: (_, { input }, context) => sendTestNotice(ports, anybody(context).sub, input),
      resendNotice: (_, { input }, context) => {
        requireRole(context, 'ADMIN')
        return resendNotice(ports, input)
      },
      stopNotices: (_, { input }) => stopNotices(ports, input),
    },
  } satisfies Resolvers
}
