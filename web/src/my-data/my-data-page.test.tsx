import { screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { show } from '../testing/show.tsx'
import { MyDataPage } from './my-data-page.tsx'
import { WhoLooked } from './who-looked.tsx'

const me = (keepsHistory: boolean) => ({ __typename: 'Member', id: 'minji', keepsHistory })
const page = (nodes: readonly object[], endCursor: string | null) => ({
  edges: nodes.map((node) => ({ node })),
  pageInfo: { hasNextPage: endCursor !== null, endCursor },
})

const look = {
  ...{ __typename: 'Look', id: 'l1', kind: 'HISTORY', lookedBy: 'libby' },
  ...{ reason: 'A damaged file', lookedDate: '2026-11-21T10:00:00.000Z' },
}

afterEach(() => vi.unstubAllGlobals())

test('what was read is kept when its member says so', async () => {
  const asked: unknown[] = []
  const { user } = await show(<MyDataPage />, {
    roles: ['MEMBER'],
    answers: {
      MyData: () => ({ me: me(false) }),
      WhoLookedAtMe: () => ({ looksAtMe: page([], null) }),
      KeepMyHistory: ({ input }: Record<string, unknown>) => {
        asked.push(input)
        return { keepMyHistory: { member: me(true), userErrors: [] } }
      },
    },
  })
  const choice = await screen.findByRole<HTMLInputElement>('switch', { name: 'Keep what I have read' })
  expect(choice.checked).toBe(false)
  await user.click(choice)
  await waitFor(() => expect(choice.checked).toBe(true))
  expect(asked).toEqual([{ keep: true }])
})

test('who of the library looked, and why, is there to be read', async () => {
  const { container } = await show(<WhoLooked />, {
    roles: ['MEMBER'],
    answers: { WhoLookedAtMe: () => ({ looksAtMe: page([look], null) }) },
  })
  await screen.findByText(/libby: looked at what you had borrowed/)
  expect(container.textContent).toContain('Why: “A damaged file”')
})

test('all of it is downloaded, every list to its end', async () => {
  const files: Blob[] = []
  vi.stubGlobal(
    'URL',
    Object.assign(URL, {
      createObjectURL: (file: Blob) => `blob:${files.push(file)}`,
      revokeObjectURL: () => undefined,
    }),
  )
  const { user } = await show(<MyDataPage />, {
    roles: ['MEMBER'],
    answers: {
      MyData: () => ({ me: me(false) }),
      ExportAboutMe: () => ({ me: me(false), myPoints: { available: 3 }, noticePreferences: { locale: 'KO' } }),
      ExportMyRentals: ({ after }: Record<string, unknown>) => ({
        myDashboard: after === null ? page([{ title: 'Demian' }], 'next') : page([{ title: 'Dune' }], null),
      }),
      ExportMyHolds: () => ({ myHolds: page([], null) }),
      ExportMyPoints: () => ({ myPoints: { entries: page([{ points: 300 }], null) } }),
      ExportMyReceipts: () => ({ myReceipts: page([{ paidOn: '2026-11-29' }], null) }),
      ExportMyNotices: () => ({ myNotices: page([], null) }),
      WhoLookedAtMe: () => ({ looksAtMe: page([look], null) }),
    },
  })
  await user.click(await screen.findByRole('button', { name: 'Download' }))
  await screen.findByText('The file is among your downloads.')
  expect(JSON.parse((await files[0]?.text()) ?? '')).toMatchObject({
    member: { id: 'minji' },
    rentals: [{ title: 'Demian' }, { title: 'Dune' }],
    points: { available: 3, entries: [{ points: 300 }] },
    receipts: [{ paidOn: '2026-11-29' }],
    noticePreferences: { locale: 'KO' },
    looks: [{ lookedBy: 'libby', reason: 'A damaged file' }],
  })
})
