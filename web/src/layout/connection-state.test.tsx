import { act, screen, waitFor } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { useMyRentals } from '../live/my-rentals.ts'
import { userOf } from '../testing/fake-issuer.ts'
import { show } from '../testing/show.tsx'
import { ConnectionState } from './connection-state.tsx'

function Titles() {
  const { rows } = useMyRentals()
  return <p>{[...rows.values()].map(({ title }) => title).join(', ')}</p>
}

const header = (
  <>
    <ConnectionState />
    <Titles />
  </>
)

const emma = { rentalId: 'a', version: 1, title: 'Emma' }

async function open(at = '/rentals') {
  const shown = await show(header, { roles: ['MEMBER'], at })
  await waitFor(() => expect(shown.live.sockets.at(-1)?.isClosed).toBe(false))
  return shown
}

const standing = (name: RegExp) => screen.findByRole('button', { name })

describe('the header', () => {
  test('says nothing while nothing is followed', async () => {
    await show(header)
    expect(screen.queryByRole('button')).toBeNull()
  })

  test('says that the page is live, and aloud only that it is not', async () => {
    const { live } = await open()
    await standing(/^Connecting/)
    act(() => live.last.listener.onConnected())
    await standing(/^Live/)
    expect(screen.getByRole('status').textContent).toBe('')
    act(() => live.last.listener.onEnd({ kind: 'closed', code: 1006, reason: '' }))
    await standing(/^Offline/)
    expect(screen.getByRole('status').textContent).toMatch(/What you see is as it was at .+ It goes on by itself/)
  })

  test('calls no page live that does not change by itself, and says of it what is wrong', async () => {
    const { live } = await open('/')
    act(() => live.last.listener.onConnected())
    act(() => live.tell(emma))
    await screen.findByText('Emma')
    expect(screen.queryByRole('button')).toBeNull()
    act(() => live.last.listener.onEnd({ kind: 'closed', code: 1006, reason: '' }))
    await standing(/^Offline/)
  })

  test('says that the page is behind while the one who knows does not answer', async () => {
    const { live } = await open()
    const errors = [{ message: '', extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]
    act(() => live.last.listener.onEnd({ kind: 'refused', errors }))
    await standing(/^Behind/)
  })

  test('offers to load a page that is older than the API', async () => {
    const { live, user } = await open()
    const errors = [{ message: '', extensions: { code: 'BAD_USER_INPUT', reason: 'SCHEMA_CHANGED' } }]
    act(() => live.last.listener.onEnd({ kind: 'refused', errors }))
    await user.click(await standing(/^Outdated/))
    await screen.findByRole('button', { name: 'Load again' })
  })
})

test('a component that comes and goes follows the same feed, where it was', async () => {
  const { live } = await open()
  act(() => live.tell(emma))
  await screen.findByText('Emma')
  expect(new Set(live.sockets.map(({ request }) => request.operationName))).toEqual(new Set(['WatchMyRentals']))
  expect(live.sockets.filter(({ isClosed }) => !isClosed)).toHaveLength(1)
})

test('a renewed token reaches the open socket', async () => {
  const { live, session, issuer } = await open()
  const token = await session.token()
  issuer.renew = async () => userOf('alice', ['MEMBER'], { access_token: 'e30.e30.new' })
  await session.refused(token ?? '')
  await waitFor(() => expect(live.last.renewed).toEqual(['e30.e30.new']))
})
