import { CHANNELS, type Channel, type Kind, type Locale } from './facts.ts'
import { isUrgent, KINDS } from './kinds.ts'
import { minutesOf, nextAt, wallTimeOf } from './zone.ts'

/** How somebody wants to be told. */
export interface Preferences {
  readonly locale: Locale
  /** Such as Asia/Seoul. */
  readonly timeZone: string
  /** From when to when nothing that can wait is sent, such as 21:00 and 08:00; both or none. */
  readonly quietFrom: string | null
  readonly quietTo: string | null
  readonly digest: 'OFF' | 'DAILY'
  /** Nothing of what a notice is about leaves the house: "your library has news". */
  readonly discreet: boolean
  /** The kinds that a channel is for, where its member has chosen. */
  readonly channels: Readonly<Partial<Record<Channel, readonly Kind[]>>>
}

/** Somebody who is told, with the addresses that are known to be theirs. */
export interface Member extends Preferences {
  readonly contacts: Readonly<Partial<Record<Channel, string>>>
  /** The ids of their push devices. */
  readonly devices: readonly string[]
}

/** When the digest comes, in its member's zone. */
export const DIGEST_AT = 9 * 60

/** What somebody has who never chose. */
export const defaultPreferences = (locale: Locale, timeZone: string): Preferences => ({
  locale,
  timeZone,
  quietFrom: '21:00',
  quietTo: '08:00',
  digest: 'OFF',
  discreet: false,
  channels: {},
})

export const wants = (member: Preferences, channel: Channel, kind: Kind, kakaoAll: boolean): boolean =>
  (member.channels[channel] ?? defaultKinds(channel, kakaoAll)).includes(kind)

/** C39: NOTICE_KAKAO_ALL makes every kind one for Kakao. */
function defaultKinds(channel: Channel, kakaoAll: boolean): readonly Kind[] {
  const all = Object.keys(KINDS) as Kind[]
  return all.filter((kind) => KINDS[kind].channels.includes(channel) || (channel === 'KAKAO' && kakaoAll))
}

/** The end of the quiet hours that it is in; undefined when it is not quiet. */
export function quietUntil({ quietFrom, quietTo, timeZone }: Preferences, at: Date): Date | undefined {
  const [from, to] = [minutesOf(quietFrom ?? ''), minutesOf(quietTo ?? '')]
  if (from === undefined || to === undefined || from === to) return undefined
  const { minutes } = wallTimeOf(timeZone, at)
  const isQuiet = from < to ? from <= minutes && minutes < to : from <= minutes || minutes < to
  return isQuiet ? nextAt(timeZone, to, at) : undefined
}

/** Where a notice is to be sent, and not before when. */
export interface Sending {
  readonly channel: Channel
  /** PUSH: to which device. */
  readonly deviceId?: string
  readonly notBefore: Date
  /** Those of a member that share it are one message. */
  readonly together?: string
}

/** Something to be told, and after when nobody wants to be told it any more. */
interface Timely {
  readonly kind: Kind
  readonly staleAt: Date
}

/** Every way by which a kind goes to a member, decided when it happens; the page is not among them. */
export function sendingsOf(
  member: Member,
  timely: Timely,
  now: Date,
  { senders, kakaoAll }: { readonly senders: { has(channel: Channel): boolean }; readonly kakaoAll: boolean },
): readonly Sending[] {
  return CHANNELS.filter((channel) => senders.has(channel) && wants(member, channel, timely.kind, kakaoAll)).flatMap(
    (channel): Sending[] => {
      const when = timing(member, channel, timely, now)
      if (channel === 'PUSH') return member.devices.map((deviceId) => ({ channel, deviceId, ...when }))
      return member.contacts[channel] === undefined ? [] : [{ channel, ...when }]
    },
  )
}

/**
 * What shares a message is not sent before this: whoever adds to it has committed by then, as no transaction lasts longer
 * (chassis/database.ts).
 */
const COMPANY_MS = 60_000

function timing(
  member: Member,
  channel: Channel,
  { kind, staleAt }: Timely,
  now: Date,
): Pick<Sending, 'notBefore' | 'together'> {
  // Kakao has a template for one notice at a time.
  const together = KINDS[kind].together && channel !== 'KAKAO'
  if (isUrgent(kind, staleAt, now)) return { notBefore: now }
  const inDigest = member.digest === 'DAILY' && channel === 'EMAIL' && !together
  if (!inDigest && !together) return { notBefore: quietUntil(member, now) ?? now }
  const soonest = new Date(now.getTime() + COMPANY_MS)
  const notBefore = inDigest
    ? nextAt(member.timeZone, DIGEST_AT, soonest)
    : wholeMinute(quietUntil(member, soonest) ?? soonest)
  return { notBefore, together: `${inDigest ? 'digest' : kind} ${notBefore.toISOString()}` }
}

const wholeMinute = (at: Date) => new Date(Math.ceil(at.getTime() / 60_000) * 60_000)
