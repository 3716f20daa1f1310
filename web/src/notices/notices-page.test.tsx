import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { show } from '../testing/show.tsx'
import { NoticesPage } from './notices-page.tsx'

const notice = (id: string, readAt: string | null) => ({
  __typename: 'NoticeEdge',
  node: {
    __typename: 'Notice',
    id,
    kind: 'LOAN_STARTED',
    title: `Title of ${id}`,
    body: 'You can read it.',
    link: '/rentals',
    time: '2026-11-10T00:00:00.000Z',
    readAt,
  },
})

/** An inbox of two notices, of which one is new. */
function inbox() {
  let readAt: string | null = null
  const marked: unknown[] = []
  const unreadCount = () => (readAt === null ? 1 : 0)
  return {
    marked,
    answers: {
      UnreadNotices: () => ({ myNotices: { __typename: 'NoticeConnection', unreadCount: unreadCount() } }),
      NoticesPage: () => ({
        myNotices: {
          __typename: 'NoticeConnection',
          edges: [notice('new', readAt), notice('old', '2026-11-09T00:00:00.000Z')],
          pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: 'x' },
          totalCount: 2,
          unreadCount: unreadCount(),
        },
      }),
      MarkMyNoticesRead: (variables: unknown) => {
        marked.push(variables)
        readAt = '2026-11-11T00:00:00.000Z'
        const payload = { __typename: 'MarkNoticesReadPayload', marked: 1, unreadCount: 0, userErrors: [] }
        return { markNoticesRead: payload }
      },
    },
  }
}

const card = (name: string) => screen.findByRole('article', { name })

test('notices are for whoever is signed in', async () => {
  await show(<NoticesPage />)
  await screen.findByText('Sign in to see this page.')
})

test('a notice is marked as read by itself, and is then as the others', async () => {
  const { answers, marked } = inbox()
  const { user } = await show(<NoticesPage />, { roles: ['ADMIN'], answers })
  await screen.findByText('1 new notice')
  const isNew = (of: HTMLElement) => of.getAttribute('data-unread')
  expect([isNew(await card('Title of new')), isNew(await card('Title of old'))]).toEqual(['true', 'false'])
  await user.click(within(await card('Title of new')).getByRole('button', { name: 'Mark as read: Title of new' }))
  expect(marked).toEqual([{ input: { ids: ['new'] } }])
  await waitFor(async () => expect(isNew(await card('Title of new'))).toBe('false'))
  expect(screen.queryByText('1 new notice')).toBeNull()
})

test('all are marked as read at once', async () => {
  const { answers, marked } = inbox()
  const { user } = await show(<NoticesPage />, { roles: ['MEMBER'], answers })
  await user.click(await screen.findByRole('button', { name: 'Mark all as read' }))
  expect(marked).toEqual([{ input: {} }])
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Mark all as read' })).toBeNull())
})
