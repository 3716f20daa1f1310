import type { Kysely } from 'kysely'
import type { Viewer } from '@ebook/chassis/identity'
import { addressOf } from './contact-address.ts'
import type { NoticeDatabase } from './database.ts'
import { keepClaim } from './sql/contacts.ts'

/** Takes the verified e-mail address from the tokens of those who ask, once of each token that is remembered. */
export function claimedEmails(db: Kysely<NoticeDatabase>): (viewer: Viewer) => Promise<void> {
  const taken = new WeakSet<Viewer>()
  return async (viewer) => {
    const { sub, email } = viewer
    if (email === undefined || taken.has(viewer)) return
    const address = addressOf('EMAIL', email)
    if (address !== undefined) await keepClaim(db, sub, address)
    taken.add(viewer)
  }
}
