import { describe, expect, test } from 'vitest'
import { applyEvents } from '../feed/apply.ts'
import { fromOutbox } from '../testing/arrivals.ts'
import { holdVoicesOf } from '../testing/hold-voices.ts'
import { publishing, timeOf } from '../testing/publishing.ts'
import { contentFrom } from '../testing/replica.ts'
import { withFile } from '../testing/temporary-file.ts'
import type { HoldRow } from './hold-row.ts'

type Voices = ReturnType<typeof holdVoicesOf>

/** The row after each thing that was said of one hold. */
async function after(tell: (hold: Voices) => void): Promise<HoldRow | undefined> {
  const paper = publishing()
  tell(holdVoicesOf(paper, { holdId: paper.newId(), bookId: 'emma', userId: 'ann', seq: 7 }))
  return (await contentFrom(paper.events.toReversed())).holds[0]
}

const waiting: Partial<HoldRow> = {
  status: 'WAITING',
  suspended: 0,
  suspended_until: null,
  ready_until: null,
  cancel_reason: null,
}

describe('a place in line, whatever order its events came in', () => {
  test.each<[string, (hold: Voices) => void, Partial<HoldRow>]>([
    ['placed', (hold) => hold.placed(), { ...waiting, user_id: 'ann', book_id: 'emma', version: 1 }],
    [
      'its turn',
      (hold) => (hold.placed(), hold.ready()),
      { status: 'READY', ready_until: timeOf(259_200), version: 2 },
    ],
    ['the seat was lost again', (hold) => (hold.placed(), hold.ready(), hold.returned()), waiting],
    ['the turn passed', (hold) => (hold.placed(), hold.ready(), hold.lapsed()), { ...waiting, suspended: 1 }],
    [
      'not wanted until a day',
      (hold) => (hold.placed(), hold.suspended(timeOf(86_400))),
      { ...waiting, suspended: 1, suspended_until: timeOf(86_400) },
    ],
    ['wanted again', (hold) => (hold.placed(), hold.suspended(timeOf(86_400)), hold.resumed()), waiting],
    ['borrowed', (hold) => (hold.placed(), hold.ready(), hold.fulfilled()), { status: 'FULFILLED', ready_until: null }],
    ['over', (hold) => (hold.placed(), hold.canceled('LAPSED')), { status: 'CANCELED', cancel_reason: 'LAPSED' }],
  ])('%s', async (_what, tell, row) => {
    expect(await after(tell)).toMatchObject(row)
  })

  test('what book says of a hold is in no rental’s trace, and makes no rental’s row', async () => {
    const paper = publishing()
    holdVoicesOf(paper, { holdId: paper.newId(), bookId: 'emma', userId: 'ann', seq: 7 }).placed()
    await withFile(async (file) => {
      const { refolded, refoldedHolds } = await applyEvents(file, fromOutbox(paper.events))
      expect([refolded.length, refoldedHolds.length]).toEqual([0, 1])
    })
  })
})
