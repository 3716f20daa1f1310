import { CHANNELS } from '../facts.ts'
import type { ChannelPreference, NoticePreferences } from '../generated/resolvers.ts'
import { CHOSEN_KINDS } from '../kinds.ts'
import { wants } from '../member.ts'
import type { NoticePorts } from '../ports.ts'
import { readPreferences } from '../sql/preferences.ts'

/** How somebody wants to be told, and where: their own alone may be asked for. */
export async function readNoticePreferences(
  { db, settings }: Pick<NoticePorts, 'db' | 'settings'>,
  userId: string,
): Promise<NoticePreferences> {
  const [preferences, contacts, pushDevices] = await Promise.all([
    readPreferences(db, userId, settings),
    db
      .selectFrom('contact')
      .select(['channel', 'address', 'verified_at as verifiedAt'])
      .where('user_id', '=', userId)
      .execute(),
    db
      .selectFrom('push_device')
      .select(['id', 'label', 'added_at as addedAt'])
      .where('user_id', '=', userId)
      .orderBy('added_at')
      .execute(),
  ])
  const channels = CHANNELS.map((channel): ChannelPreference => {
    const kinds = CHOSEN_KINDS.filter((kind) => wants(preferences, channel, kind, settings.kakaoAll))
    return { channel, configured: settings.senders.has(channel), kinds }
  })
  return {
    ...preferences,
    channels,
    email: contacts.find(({ channel }) => channel === 'EMAIL') ?? null,
    kakao: contacts.find(({ channel }) => channel === 'KAKAO') ?? null,
    pushDevices,
    pushPublicKey: settings.pushPublicKey,
  }
}
