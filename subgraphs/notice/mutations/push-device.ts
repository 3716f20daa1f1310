import { createECDH, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { readText } from '@ebook/chassis/text'
import type {
  AddPushDeviceInput,
  AddPushDevicePayload,
  PushDevice,
  RemovePushDeviceInput,
  RemovePushDevicePayload,
} from '../generated/resolvers.ts'
import type { NoticePorts } from '../ports.ts'
import { readNoticePreferences } from '../queries/preferences.ts'
import { userError } from '../user-errors.ts'

const MOST_DEVICES = 10
const LONGEST_ENDPOINT = 1_000

type Ports = Pick<NoticePorts, 'db' | 'settings'>

export async function addPushDevice(
  { db, settings }: Ports,
  userId: string,
  { endpoint, p256dh, auth, label }: AddPushDeviceInput,
): Promise<AddPushDevicePayload> {
  const refused = (...error: Parameters<typeof userError>) => ({ device: null, userErrors: [userError(...error)] })
  if (!settings.senders.has('PUSH')) return refused('CHANNEL_NOT_CONFIGURED', 'The library sends nothing this way.')
  const name = readText(label, { most: 60 })
  if ('wrong' in name) return refused('INVALID_INPUT', `A name of a browser ${name.wrong}.`, 'label')
  if (!isPushService(endpoint, settings.pushServices))
    return refused('DEVICE_INVALID', 'This browser’s push service is not one that the library can reach.', 'endpoint')
  if (!isPoint(p256dh)) return refused('DEVICE_INVALID', 'This is no key of a browser.', 'p256dh')
  if (!/^[\w-]{22}$/.test(auth)) return refused('DEVICE_INVALID', 'This is no secret of a browser.', 'auth')
  const device = await db.transaction().execute(async (tx): Promise<PushDevice | undefined> => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${userId}, 7233003))`.execute(tx)
    const others = await tx
      .selectFrom('push_device')
      .select((eb) => eb.fn.countAll<string>().as('n'))
      .where('user_id', '=', userId)
      .where('endpoint', '<>', endpoint)
      .executeTakeFirstOrThrow()
    if (Number(others.n) >= MOST_DEVICES) return undefined
    // A browser that somebody else signs in with is theirs from now on.
    const theirs = { user_id: userId, p256dh, auth, label: name.text }
    return tx
      .insertInto('push_device')
      .values({ id: randomUUID(), endpoint, ...theirs })
      .onConflict((conflict) => conflict.column('endpoint').doUpdateSet(theirs))
      .returning(['id', 'label', 'added_at as addedAt'])
      .executeTakeFirstOrThrow()
  })
  if (device) return { device, userErrors: [] }
  return refused('DEVICE_LIMIT', `At most ${MOST_DEVICES} browsers can be told. Remove one that you do not use.`)
}

/** A member says where we send requests to: only to services that are known, and by their names. */
function isPushService(endpoint: string, services: readonly string[]): boolean {
  const url = endpoint.length <= LONGEST_ENDPOINT ? URL.parse(endpoint) : null
  if (url === null || url.username !== '' || url.password !== '') return false
  if (services.includes(url.origin)) return true
  if (url.protocol !== 'https:' || url.port !== '') return false
  return services.some((service) =>
    service.startsWith('*.') ? url.hostname.endsWith(service.slice(1)) : url.hostname === service,
  )
}

/** An uncompressed point of P-256. */
function isPoint(given: string): boolean {
  if (!/^[\w-]{87}$/.test(given)) return false
  try {
    const own = createECDH('prime256v1')
    own.generateKeys()
    own.computeSecret(Buffer.from(given, 'base64url'))
    return true
  } catch {
    return false
  }
}

export async function removePushDevice(
  ports: Ports,
  userId: string,
  { id }: RemovePushDeviceInput,
): Promise<RemovePushDevicePayload> {
  await ports.db
    .deleteFrom('push_device')
    .where('user_id', '=', userId)
    .where(sql`id::text`, '=', id.toLowerCase())
    .execute()
  return { preferences: await readNoticePreferences(ports, userId), userErrors: [] }
}
