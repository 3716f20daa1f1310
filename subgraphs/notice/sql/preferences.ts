import type { Kysely } from 'kysely'
import type { NoticeDatabase } from '../database.ts'
import { defaultPreferences, type Preferences } from '../member.ts'
import type { NoticeSettings } from '../ports.ts'

/** What somebody chose, or what there is for who did not. */
export async function readPreferences(
  db: Kysely<NoticeDatabase>,
  userId: string,
  settings: Pick<NoticeSettings, 'locale' | 'timeZone'>,
): Promise<Preferences> {
  const chosen = await db
    .selectFrom('member')
    .select(['locale', 'time_zone as timeZone', 'quiet_from as quietFrom', 'quiet_to as quietTo'])
    .select(['digest', 'discreet', 'channels'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return chosen ?? defaultPreferences(settings.locale, settings.timeZone)
}

export async function writePreferences(
  db: Kysely<NoticeDatabase>,
  userId: string,
  { locale, timeZone, quietFrom, quietTo, digest, discreet, channels }: Preferences,
): Promise<void> {
  const chosen = {
    ...{ locale, digest, discreet },
    time_zone: timeZone,
    quiet_from: quietFrom,
    quiet_to: quietTo,
    channels: JSON.stringify(channels),
  }
  await db
    .insertInto('member')
    .values({ user_id: userId, ...chosen })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(chosen))
    .execute()
}
