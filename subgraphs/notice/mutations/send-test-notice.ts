import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import type { SendTestNoticeInput, SendTestNoticePayload } from '../generated/resolvers.ts'
import { fetchConcerned, memberOf } from '../known.ts'
import type { Sending } from '../member.ts'
import { note } from '../note.ts'
import type { NoticePorts } from '../ports.ts'
import { userError } from '../user-errors.ts'

export async function sendTestNotice(
  { db, settings, telling }: Pick<NoticePorts, 'db' | 'settings' | 'telling'>,
  userId: string,
  { channel }: SendTestNoticeInput,
): Promise<SendTestNoticePayload> {
  if (!settings.senders.has(channel)) {
    const why = userError('CHANNEL_NOT_CONFIGURED', 'The library sends nothing this way.', 'channel')
    return { sent: false, userErrors: [why] }
  }
  const sent = await inUnitOfWork(db, async (unit) => {
    await fetchConcerned(unit, [{ userId }])
    const { contacts, devices } = memberOf(unit, userId, telling)
    const to: Pick<Sending, 'deviceId'>[] =
      channel === 'PUSH' ? devices.map((deviceId) => ({ deviceId })) : contacts[channel] === undefined ? [] : [{}]
    if (to.length === 0) return false
    const minute = Math.floor(unit.now.getTime() / 60_000)
    note(unit, telling, {
      told: { kind: 'TEST', facts: { channel } },
      userId,
      dedupe: `TEST ${channel} ${minute} ${userId}`,
      at: unit.now,
      sendings: to.map((where) => ({ channel, notBefore: unit.now, ...where })),
    })
    return true
  })
  if (sent) return { sent, userErrors: [] }
  return {
    sent,
    userErrors: [userError('NO_CONTACT', 'There is nowhere to send it to yet. Add where you are reached.')],
  }
}
