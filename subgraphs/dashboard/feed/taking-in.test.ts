import { expect, test } from 'vitest'
import { fromOutbox } from '../testing/arrivals.ts'
import { library, someStories } from '../testing/library.ts'
import { withFile } from '../testing/temporary-file.ts'
import { takingIn } from './taking-in.ts'

const { events } = library(someStories(3))
const [first, second, third] = events
if (!first || !second || !third) throw new Error('too few events')

test('commits are told one by one in their order, each when it is done, also when one between them fails', () =>
  withFile(async (file) => {
    const told: { readonly id: string | undefined; readonly inTheFile: Promise<number> }[] = []
    const count = async () => (await file.read.selectFrom('event').select('event_id').execute()).length
    const takeIn = takingIn(file, ({ taken }) => told.push({ id: taken[0]?.id, inTheFile: count() }))
    const unstorable = { ...second, data: { amount: 1n } }
    const commits = [first, unstorable, third].map((event) => takeIn(fromOutbox([event])))
    const ends = (await Promise.allSettled(commits)).map(({ status }) => status)
    expect(ends).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(told.map(({ id }) => id)).toEqual([first.id, third.id])
    expect(await Promise.all(told.map(({ inTheFile }) => inTheFile))).toEqual([1, 2])
  }))
