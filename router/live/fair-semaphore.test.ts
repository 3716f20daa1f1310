import { expect, test } from 'vitest'
import { FairSemaphore } from './fair-semaphore.ts'

const staying = new AbortController().signal

/** Works that end when the test says so, with the order in which they began. */
function works(semaphore: FairSemaphore) {
  const began: string[] = []
  const ends: (() => void)[] = []
  return {
    began,
    take: (member: string, signal = staying) =>
      semaphore.take(member, signal, () => {
        began.push(member)
        return new Promise<void>((resolve) => ends.push(resolve))
      }),
    async endOne() {
      await new Promise(setImmediate)
      ends.shift()?.()
      await new Promise(setImmediate)
    },
  }
}

test('one member has some of the turns at most, and the next member’s comes at once', async () => {
  const { take, began } = works(new FairSemaphore(8, 3))
  for (let n = 0; n < 200; n += 1) void take('greedy')
  void take('other')
  await new Promise(setImmediate)
  expect(began).toEqual(['greedy', 'greedy', 'greedy', 'other'])
})

test('those who wait get their turns one member after the other, whoever wants the most', async () => {
  const { take, began, endOne } = works(new FairSemaphore(2, 2))
  for (let n = 0; n < 6; n += 1) void take('greedy')
  for (const other of ['a', 'b', 'a', 'c']) void take(other)
  for (let n = 0; n < 8; n += 1) await endOne()
  expect(began.slice(0, 2)).toEqual(['greedy', 'greedy'])
  // Each of the others has had a turn before the greedy one has its next but one.
  expect(
    began
      .slice(2, 6)
      .filter((member) => member !== 'greedy')
      .toSorted(),
  ).toEqual(['a', 'b', 'c'])
  expect(began).toHaveLength(10)
})

test('who leaves does not wait any longer, and takes no turn', async () => {
  const { take, began, endOne } = works(new FairSemaphore(1, 1))
  void take('first')
  const leaving = new AbortController()
  const left = take('left', leaving.signal)
  void take('second')
  leaving.abort(new Error('gone'))
  await expect(left).rejects.toThrow('gone')
  await endOne()
  expect(began).toEqual(['first', 'second'])
  await expect(take('late', AbortSignal.abort(new Error('gone already')))).rejects.toThrow('gone already')
})

test('a work that fails gives its turn back', async () => {
  const semaphore = new FairSemaphore(1, 1)
  await expect(semaphore.take('a', staying, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await semaphore.take('b', staying, () => Promise.resolve('yes'))).toBe('yes')
})
