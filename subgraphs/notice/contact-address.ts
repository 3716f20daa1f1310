import { readText } from '@ebook/chassis/text'
import type { ContactChannel } from './database.ts'

/** Sizes of RFC 5321. */
const LONGEST_ADDRESS = 254
const LONGEST_NAME = 64
/** Plain names alone: what needs quotes to be an address may be a list of them, or a header. */
const MAIL = /^[\w!#$%&'*+/=?^`{|}~.-]+@(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/i
/** Of mobile phones in Korea, where Kakao sends. */
const PHONE = /^01[016789]\d{7,8}$/

/** An address as it is kept; undefined for what nothing can be sent to. */
export function addressOf(channel: ContactChannel, given: string): string | undefined {
  const read = readText(given, { most: LONGEST_ADDRESS })
  if ('wrong' in read) return undefined
  if (channel === 'KAKAO') {
    const digits = read.text.replaceAll(/[\s-]/g, '').replace(/^\+82/, '0')
    return PHONE.test(digits) ? digits : undefined
  }
  const [name = ''] = read.text.split('@')
  const isGood = MAIL.test(read.text) && name.length <= LONGEST_NAME && !name.includes('..') && !/^\.|\.$/.test(name)
  return isGood ? read.text : undefined
}
