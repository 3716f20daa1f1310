import { act, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { show } from '../testing/show.tsx'
import { Bell } from './bell.tsx'

/** An inbox that nobody has told the page of. */
function inbox() {
  let unreadCount = 0
  return {
    comes: () => void (unreadCount += 1),
    answers: { UnreadNotices: () => ({ myNotices: { __typename: 'NoticeConnection', unreadCount } }) },
  }
}

test('of a turn the bell knows soon after it is told of the hold', async () => {
  const { answers, comes } = inbox()
  const { live } = await show(<Bell />, { roles: ['MEMBER'], answers })
  await screen.findByRole('link', { name: 'Notices' })
  await waitFor(() => expect(live.holdSockets).not.toHaveLength(0))
  comes()
  act(() => live.tellOfHolds({ holdId: 'h', version: 1 }))
  await screen.findByRole('link', { name: '1 new notice' }, { timeout: 10_000 })
})
