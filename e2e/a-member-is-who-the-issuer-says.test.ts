import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { LiveSocket } from '@ebook/clients/live-socket'
import { eventually, operations, Person, rentalBecomes, type Json } from '@ebook/clients/people'
import { sharedLibrary } from '@ebook/clients/testing/installation'
import type { Stack } from '@ebook/stack/stack'

let stack: Stack
let librarian: Person

beforeAll(async () => {
  stack = await sharedLibrary()
  librarian = new Person(stack, 'https://id.example/staff/1?x=1#me', 'ADMIN')
})

/** The frames of a member's live dashboard; `resumeFrom` a cursor, or else it begins with a snapshot. */
async function watches(sub: string, resumeFrom?: string): Promise<{ frames: Json[]; refused: Json[] }> {
  const heard = { frames: [] as Json[], refused: [] as Json[] }
  const request = {
    query: operations.get('DashboardChanged') ?? '',
    variables: { snapshot: resumeFrom === undefined },
    extensions: resumeFrom === undefined ? {} : { resumeFrom },
  }
  const socket = new LiveSocket(stack.url, await stack.token(sub, 'MEMBER'), request, {
    subscribed: () => undefined,
    next: (payload) => heard.frames.push(payload),
    error: (errors) => heard.refused.push(...errors),
    complete: () => undefined,
    closed: (code, reason) => heard.refused.push({ code, reason }),
    violation: (what) => heard.refused.push(what),
  })
  onTestFinished(() => socket.cut())
  return heard
}

test.each([
  'Zm9vYmFyLw+/==',
  'https://id.example/people/7?x=1&y=%20#me',
  'Ann Arbor',
  '{0f8fad5b-d9cb-469f-a165-70867728950e}',
  `*.> %_'"\\;--`,
  'x'.repeat(255),
])('C28 %s rents, is approved, watches live, comes back by a cursor, and is found by a librarian', async (sub) => {
  const member = new Person(stack, sub, 'MEMBER')
  const book = await librarian.registers()
  const rental = await member.requests(book.id)
  const live = await watches(sub)
  const first = await eventually('the row comes live', async () => live.frames.at(-1))
  expect(first.data.dashboardChanged).toMatchObject({ rentalId: rental.id, userId: sub })

  await rentalBecomes(member, rental.id, { status: 'PAID' })
  await librarian.does('ApproveRental', { rentalId: rental.id })
  await rentalBecomes(member, rental.id, { status: 'APPROVED' })
  const resumed = await watches(sub, first.extensions.cursor)
  await eventually('the rest comes behind the cursor', async () =>
    resumed.frames.some(({ data }) => data.dashboardChanged?.status === 'APPROVED'),
  )
  expect([live.refused, resumed.refused]).toEqual([[], []])

  const { dashboards } = await librarian.send('Dashboards', { userId: sub, first: 10 })
  expect(dashboards.edges.map(({ node }: Json) => [node.rentalId, node.userId])).toEqual([[rental.id, sub]])
  const trace = '{ rental(id: "ID") { userId trace { actor } } }'.replace('ID', rental.id)
  const { data } = await member.answer(trace)
  const actors = new Set(data?.rental.trace.map(({ actor }: Json) => actor))
  expect([...actors]).toEqual(expect.arrayContaining([`MEMBER:${sub}`, `ADMIN:${librarian.sub}`]))
})

test('C28 nobody is taken for somebody whose name only looks alike', async () => {
  const book = await librarian.registers({ seats: 4 })
  for (const sub of ['ann', ' ann', 'ann ', 'ANN']) {
    const rental = await new Person(stack, sub, 'MEMBER').requests(book.id)
    for (const other of ['ann', ' ann', 'ann ', 'ANN'].filter((name) => name !== sub)) {
      expect(await new Person(stack, other, 'MEMBER').rental(rental.id), `${other} sees what is ${sub}'s`).toBeNull()
    }
  }
})
