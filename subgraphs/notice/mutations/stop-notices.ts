import type { Channel } from '../facts.ts'
import { CHANNELS } from '../facts.ts'
import type { StopNoticesInput, StopNoticesPayload } from '../generated/resolvers.ts'
import { CHOSEN_KINDS } from '../kinds.ts'
import { wants } from '../member.ts'
import type { NoticePorts } from '../ports.ts'
import { readPreferences, writePreferences } from '../sql/preferences.ts'
import { userError } from '../user-errors.ts'

/** What a link in a mail is good for, and nothing else: one kind, or all, by one channel. */
export async function stopNotices(
  { db, settings }: Pick<NoticePorts, 'db' | 'settings'>,
  { token }: StopNoticesInput,
): Promise<StopNoticesPayload> {
  const stop = settings.stopTokens.read(token)
  const channel = CHANNELS.find((one): one is Channel => one === stop?.channel)
  if (stop === undefined || channel === undefined) {
    const why = 'This link is not one of the library’s, or it was cut off. Sign in to choose what you are told.'
    return { stopped: [], userErrors: [userError('LINK_INVALID', why, 'token')] }
  }
  const preferences = await readPreferences(db, stop.userId, settings)
  const stopped = CHOSEN_KINDS.filter((kind) => stop.kind === '*' || stop.kind === kind)
  const kinds = CHOSEN_KINDS.filter(
    (kind) => !stopped.includes(kind) && wants(preferences, channel, kind, settings.kakaoAll),
  )
  await writePreferences(db, stop.userId, { ...preferences, channels: { ...preferences.channels, [channel]: kinds } })
  return { stopped, userErrors: [] }
}
