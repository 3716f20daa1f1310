import { timeOf, type Publishing } from './publishing.ts'

export interface HoldIds {
  readonly holdId: string
  readonly bookId: string
  readonly userId: string
  readonly seq: number
}

/** What book says of one hold, each with the payload that its contract promises. */
export function holdVoicesOf({ say, newId }: Publishing, ids: HoldIds) {
  const book = (type: string, data: object = {}) =>
    say(`ebook.book.${type}.v1`, 'Hold', ids.holdId, ids.holdId, { ...ids, ...data })
  return {
    placed: () => book('HoldPlaced'),
    ready: () => book('HoldReady', { copyId: newId(), readyUntil: timeOf(259_200) }),
    returned: () => book('HoldReturned'),
    lapsed: () => book('HoldLapsed'),
    suspended: (suspendedUntil?: string) =>
      book('HoldSuspended', suspendedUntil === undefined ? {} : { suspendedUntil }),
    resumed: () => book('HoldResumed'),
    fulfilled: () => book('HoldFulfilled', { rentalId: newId() }),
    canceled: (reason = 'MEMBER') => book('HoldCanceled', { reason }),
  }
}

type HoldVoices = ReturnType<typeof holdVoicesOf>

/** Ways that a place in line can go by the table of the domain. */
export const holdStories: readonly ((hold: HoldVoices) => void)[] = [
  (hold) => hold.placed(),
  (hold) => {
    hold.placed()
    hold.ready()
    hold.fulfilled()
  },
  (hold) => {
    hold.placed()
    hold.ready()
    hold.lapsed()
    hold.resumed()
    hold.ready()
    hold.canceled('LAPSED')
  },
  (hold) => {
    hold.placed()
    hold.suspended(timeOf(86_400))
    hold.resumed()
    hold.suspended()
    hold.canceled()
  },
  (hold) => {
    hold.placed()
    hold.ready()
    hold.returned()
    hold.ready()
  },
]
