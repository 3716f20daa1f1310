import type { Channel, Kind } from '../facts.ts'
import type { SetNoticePreferencesInput, SetNoticePreferencesPayload, UserError } from '../generated/resolvers.ts'
import { isChosen } from '../kinds.ts'
import type { Preferences } from '../member.ts'
import type { NoticePorts } from '../ports.ts'
import { readNoticePreferences } from '../queries/preferences.ts'
import { readPreferences, writePreferences } from '../sql/preferences.ts'
import { userError } from '../user-errors.ts'
import { isZone, minutesOf } from '../zone.ts'

export async function setNoticePreferences(
  ports: Pick<NoticePorts, 'db' | 'settings'>,
  userId: string,
  input: SetNoticePreferencesInput,
): Promise<SetNoticePreferencesPayload> {
  const { db, settings } = ports
  const before = await readPreferences(db, userId, settings)
  const wanted = chosenIn(input, before)
  const userErrors = problemsIn(wanted, input)
  if (userErrors.length === 0) await writePreferences(db, userId, wanted)
  return { preferences: await readNoticePreferences(ports, userId), userErrors }
}

function chosenIn(input: SetNoticePreferencesInput, before: Preferences): Preferences {
  const channels: Partial<Record<Channel, readonly Kind[]>> = { ...before.channels }
  for (const { channel, kinds } of input.channels ?? []) channels[channel] = [...new Set(kinds)]
  return {
    locale: input.locale ?? before.locale,
    timeZone: input.timeZone ?? before.timeZone,
    // Null says never, and is no silence.
    quietFrom: input.quietFrom === undefined ? before.quietFrom : input.quietFrom,
    quietTo: input.quietTo === undefined ? before.quietTo : input.quietTo,
    digest: input.digest ?? before.digest,
    discreet: input.discreet ?? before.discreet,
    channels,
  }
}

function problemsIn(
  { timeZone, quietFrom, quietTo }: Preferences,
  { channels }: SetNoticePreferencesInput,
): UserError[] {
  const problems: UserError[] = []
  if (!isZone(timeZone))
    problems.push(userError('INVALID_INPUT', 'There is no such time zone. It looks like Asia/Seoul.', 'timeZone'))
  if ((quietFrom === null) !== (quietTo === null))
    problems.push(userError('INVALID_INPUT', 'Quiet hours have a beginning and an end, or neither.', 'quietTo'))
  for (const [field, time] of Object.entries({ quietFrom, quietTo }))
    if (time !== null && minutesOf(time) === undefined)
      problems.push(userError('INVALID_INPUT', 'A time of day looks like 21:00.', field))
  const unknown = channels?.flatMap(({ kinds }) => kinds).find((kind) => !isChosen(kind))
  if (unknown !== undefined)
    problems.push(userError('INVALID_INPUT', `${unknown} is not among the kinds that one can choose.`, 'channels'))
  return problems
}
