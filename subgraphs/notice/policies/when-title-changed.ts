import { z } from 'zod'
import { on } from '@ebook/nats/policy'
import type { UnitOfWork } from '@ebook/nats/unit-of-work'
import type { NoticeDatabase } from '../database.ts'
import { changed } from '../known.ts'
import { keepLicences, keepTitles, type Licence, type Title } from '../sql/lending.ts'

type Unit = UnitOfWork<NoticeDatabase>

const described = z.object({ bookId: z.uuid(), title: z.string() })
const withdrawn = z.object({ bookId: z.uuid() })
const licence = z.object({
  bookId: z.uuid(),
  licenceId: z.uuid(),
  expiresAt: z.iso.datetime().optional(),
  loansLeft: z.int().nonnegative().optional(),
})
const ended = licence.pick({ bookId: true, licenceId: true })

const titleOf = (unit: Unit, bookId: string): Title =>
  changed(unit, keepTitles, bookId, () => ({ bookId, title: null, withdrawn: null }))

const licenceOf = (unit: Unit, id: string, bookId: string): Licence =>
  changed(unit, keepLicences, id, () => ({ id, bookId, expiresAt: null, loansLeft: null, over: false }))

/** What a title is called: those who wait for it are told, and no other event says it. */
const whenDescribed = (type: `ebook.book.${'Registered' | 'Revised'}.v1`) =>
  on<NoticeDatabase, typeof described>(type, described, async (unit, { data: { bookId, title } }) => {
    titleOf(unit, bookId).title = title
  })

const whenWithdrawn = on<NoticeDatabase, typeof withdrawn>(
  'ebook.book.BookWithdrawn.v1',
  withdrawn,
  async (unit, { data: { bookId } }) => {
    titleOf(unit, bookId).withdrawn = true
  },
)

/** The staff is told of all licences that run down at once, once a week (timers/licences-end.ts). */
const whenLicensed = (type: `ebook.book.${'LicenceAdded' | 'LicenceRevised' | 'LicenceEnding'}.v1`) =>
  on<NoticeDatabase, typeof licence>(
    type,
    licence,
    async (unit, { data: { bookId, licenceId, expiresAt, loansLeft = null } }) => {
      const known = licenceOf(unit, licenceId, bookId)
      Object.assign(known, { expiresAt: expiresAt === undefined ? null : new Date(expiresAt), loansLeft })
    },
  )

const whenEnded = on<NoticeDatabase, typeof ended>(
  'ebook.book.LicenceEnded.v1',
  ended,
  async (unit, { data: { bookId, licenceId } }) => {
    licenceOf(unit, licenceId, bookId).over = true
  },
)

export const whenTitleChanged = [
  whenDescribed('ebook.book.Registered.v1'),
  whenDescribed('ebook.book.Revised.v1'),
  whenWithdrawn,
  whenLicensed('ebook.book.LicenceAdded.v1'),
  whenLicensed('ebook.book.LicenceRevised.v1'),
  whenLicensed('ebook.book.LicenceEnding.v1'),
  whenEnded,
]
