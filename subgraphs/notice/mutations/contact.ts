import { randomUUID, timingSafeEqual } from 'node:crypto'
import { inUnitOfWork } from '@ebook/nats/unit-of-work'
import { addressOf } from '../contact-address.ts'
import type { ContactChannel } from '../database.ts'
import type { Channel } from '../facts.ts'
import type {
  SetContactInput,
  SetContactPayload,
  UserError,
  VerifyContactInput,
  VerifyContactPayload,
} from '../generated/resolvers.ts'
import { CODE_MS } from '../kinds.ts'
import { note } from '../note.ts'
import type { NoticePorts } from '../ports.ts'
import { readNoticePreferences } from '../queries/preferences.ts'
import {
  checksWithinAnHour,
  countWrongTry,
  forgetContact,
  keepContact,
  lockChecks,
  makeCheck,
  openCheck,
  type Check,
} from '../sql/contacts.ts'
import { userError } from '../user-errors.ts'

/** How often a code may be wrong. */
const WRONG_TRIES = 5
/** Of one member, and to one address: nobody's mailbox is filled by somebody else. */
const CODES_AN_HOUR = 5

type Ports = Pick<NoticePorts, 'db' | 'settings' | 'telling'>

const isContact = (channel: Channel): channel is ContactChannel => channel !== 'PUSH'

export async function setContact(
  ports: Ports,
  userId: string,
  { channel, address }: SetContactInput,
): Promise<SetContactPayload> {
  const answer = async (told: { readonly codeUntil?: Date; readonly userErrors?: UserError[] }) => ({
    codeUntil: null,
    userErrors: [],
    ...told,
    preferences: await readNoticePreferences(ports, userId),
  })
  if (!isContact(channel))
    return answer({
      userErrors: [userError('INVALID_INPUT', 'Browsers are added on the page, not by an address.', 'channel')],
    })
  if (address == null) {
    await forgetContact(ports.db, userId, channel)
    return answer({})
  }
  if (!ports.settings.senders.has(channel)) return answer({ userErrors: [notConfigured()] })
  const good = addressOf(channel, address)
  if (good === undefined) return answer({ userErrors: [invalid(channel)] })
  const codeUntil = await sendCode(ports, { id: randomUUID(), userId, channel, address: good })
  if (codeUntil !== undefined) return answer({ codeUntil })
  const tooMany = 'Too many codes were asked for. Try again in an hour.'
  return answer({ userErrors: [userError('TOO_MANY_CODES', tooMany, 'address')] })
}

const notConfigured = () => userError('CHANNEL_NOT_CONFIGURED', 'The library sends nothing this way.', 'channel')

const invalid = (channel: ContactChannel) =>
  channel === 'EMAIL'
    ? userError('CONTACT_INVALID', 'This is no e-mail address that something can be sent to.', 'address')
    : userError('CONTACT_INVALID', 'This is no mobile number. It looks like 010-1234-5678.', 'address')

/** Undefined when there were too many. */
function sendCode({ db, telling }: Ports, check: Check): Promise<Date | undefined> {
  return inUnitOfWork(db, async (unit) => {
    await lockChecks(unit.tx, check)
    const { now, most } = await checksWithinAnHour(unit.tx, check)
    if (most >= CODES_AN_HOUR) return undefined
    unit.tellTime(now)
    await makeCheck(unit.tx, check)
    note(unit, telling, {
      told: { kind: 'CONTACT_CODE', facts: { checkId: check.id } },
      userId: check.userId,
      dedupe: `CONTACT_CODE ${check.id}`,
      at: now,
      sendings: [{ channel: check.channel, notBefore: now }],
    })
    return new Date(now.getTime() + CODE_MS)
  })
}

export async function verifyContact(
  ports: Ports,
  userId: string,
  { channel, code }: VerifyContactInput,
): Promise<VerifyContactPayload> {
  const problem = isContact(channel) ? await giveCode(ports, userId, channel, code) : expired()
  return {
    preferences: await readNoticePreferences(ports, userId),
    userErrors: problem === undefined ? [] : [problem],
  }
}

const expired = () => userError('CODE_EXPIRED', 'This code is not good any more. Ask for another.', 'code')

function giveCode(
  { db, settings }: Ports,
  userId: string,
  channel: ContactChannel,
  code: string,
): Promise<UserError | undefined> {
  return db.transaction().execute(async (tx) => {
    const check = await openCheck(tx, userId, channel, CODE_MS)
    if (check === undefined || !check.isInTime || check.wrongTries >= WRONG_TRIES) return expired()
    if (isSame(code.trim(), settings.codeOf(check.id))) {
      await keepContact(tx, { ...check, userId, channel })
      return undefined
    }
    await countWrongTry(tx, check.id)
    return userError('CODE_WRONG', 'This is not the code that was sent. Look at it again.', 'code')
  })
}

function isSame(given: string, expected: string): boolean {
  return /^\d{6}$/.test(given) && timingSafeEqual(Buffer.from(given), Buffer.from(expected))
}
