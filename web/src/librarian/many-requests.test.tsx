import { screen, waitFor, within } from '@testing-library/react'
import { Profiler } from 'react'
import { describe, expect, test } from 'vitest'
import { show, type Answers } from '../testing/show.tsx'
import { QueuePage } from './queue-page.tsx'

const MANY = 1_000

const request = (id: string) => ({
  __typename: 'RentalRequest',
  id: `request-${id}`,
  status: 'REQUESTED',
  version: 1,
  decideBy: '2026-11-24T10:00:00.000Z',
  decidedBy: null,
  decidedDate: null,
  reasonCode: null,
  note: null,
})

const rows = Array.from({ length: MANY }, (_, index) => {
  const rentalId = `r${String(index).padStart(4, '0')}`
  return {
    rentalId,
    version: 1,
    userId: index % 2 === 0 ? 'alice' : 'bob',
    bookId: `b${index}`,
    title: `Title ${index}`,
    rentalFee: 3000,
    status: 'PAID',
    paidDate: new Date(Date.UTC(2026, 10, 21, 10, 0, index)).toISOString(),
    rental: { id: rentalId, request: request(rentalId) },
    book: { id: `b${index}`, authors: [`Author ${index}`], seatsFree: 0, seatsTotal: 1 },
  }
})

const approved = { approveRental: { request: null, alreadyDecided: false, userErrors: [] } }

async function open(answers: Answers = {}) {
  let commits = 0
  const shown = await show(
    <Profiler id="queue" onRender={() => (commits += 1)}>
      <QueuePage />
    </Profiler>,
    { answers: { HowManyWait: () => ({ dashboards: { totalCount: MANY } }), ...answers }, roles: ['ADMIN'] },
  )
  await waitFor(() => expect(shown.live.sockets).toHaveLength(1))
  shown.live.last.listener.onConnected()
  return { ...shown, commits: () => commits }
}

const cards = () => screen.getAllByRole('article')
const titles = () => cards().map((card) => within(card).getByRole('heading').textContent)

describe('a thousand requests', () => {
  test('are drawn in a few strokes; those off the screen are not in the document, and there is one dialog', async () => {
    const { live, container, commits } = await open()
    for (const row of rows.slice(0, 163)) live.tell(row)
    await screen.findByText('Loading 163 of 1,000 requests…')
    const before = commits()
    // As a socket brings them: each in a task of its own.
    for (const row of rows.slice(163)) {
      live.tell(row)
      await new Promise((resolve) => setTimeout(resolve))
    }
    await screen.findByText('1,000 requests wait for a decision.')
    expect(commits() - before).toBeLessThan(MANY / 4)
    expect(cards().length).toBeLessThan(30)
    expect(container.querySelectorAll('*').length).toBeLessThan(1_500)
    expect(screen.getByRole('list').dataset['rows']).toBe('1000')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(titles()[0]).toBe('Title 0')
    expect(cards()[0]?.closest('li')?.getAttribute('aria-setsize')).toBe('1000')
  })

  test('one that changes is drawn alone', async () => {
    const { live } = await open()
    live.tell(...rows)
    await screen.findByText('1,000 requests wait for a decision.')
    const second = cards()[1] as HTMLElement
    let changed = 0
    const observer = new MutationObserver((records) => (changed += records.length))
    observer.observe(second, { subtree: true, childList: true, attributes: true, characterData: true })
    const changedRow = { ...(rows[0] as (typeof rows)[0]), version: 2, userId: 'carol' }
    live.tell(changedRow)
    await within(cards()[0] as HTMLElement).findByText('carol')
    expect(changed).toBe(0)
    observer.disconnect()
  })

  test('are found by title, author or member', async () => {
    const { live, user } = await open()
    live.tell(...rows)
    await screen.findByText('1,000 requests wait for a decision.')
    await user.type(screen.getByRole('searchbox'), 'author 77')
    await screen.findByText('11 of 1,000 shown')
    expect(titles()[0]).toBe('Title 77')
  })
})

describe('many at once', () => {
  test('what is selected is approved one by one, and what was not says so in its place', async () => {
    const { live, user, asked } = await open({
      HowManyWait: () => ({ dashboards: { totalCount: 3 } }),
      ApproveRequest: ({ input }: { input: { rentalId: string } }) =>
        input.rentalId === 'r0001'
          ? {
              approveRental: {
                ...approved.approveRental,
                userErrors: [{ code: 'REQUEST_WITHDRAWN', message: '', field: null }],
              },
            }
          : approved,
    })
    live.tell(...rows.slice(0, 3))
    await screen.findByText('3 requests wait for a decision.')
    const button = screen.getByRole('button', { name: 'Approve selected' })
    expect(button.getAttribute('aria-disabled')).toBe('true')
    await user.click(screen.getByRole('checkbox', { name: 'Select all (3)' }))
    await user.click(screen.getByRole('checkbox', { name: 'Select: Title 2 for alice' }))
    await user.click(screen.getByRole('button', { name: 'Approve 2 selected' }))
    await screen.findByText('1 request is decided. 1 was not: its card says why.')
    expect(document.activeElement).toBe(button)
    await within(cards()[1] as HTMLElement).findByText(/The rental ended before it was decided/)
    const sent = asked.filter(({ operationName }) => operationName === 'ApproveRequest')
    expect(sent.map(({ variables }) => (variables['input'] as { rentalId: string }).rentalId)).toEqual([
      'r0000',
      'r0001',
    ])
  })

  test('what the search has hidden is not decided, though it had been selected', async () => {
    const { live, user, asked } = await open({
      HowManyWait: () => ({ dashboards: { totalCount: 3 } }),
      RefuseRequest: () => ({ refuseRental: { request: null, alreadyDecided: false, userErrors: [] } }),
    })
    live.tell(...rows.slice(0, 3))
    await screen.findByText('3 requests wait for a decision.')
    await user.click(screen.getByRole('checkbox', { name: 'Select all (3)' }))
    await user.type(screen.getByRole('searchbox'), 'alice')
    await user.click(screen.getByRole('button', { name: 'Refuse 2 selected' }))
    const dialog = await screen.findByRole('dialog')
    within(dialog).getByText('2 requests, for the same reason. ₩6,000 is refunded automatically.')
    await user.selectOptions(within(dialog).getByRole('combobox'), 'POLICY')
    await user.click(within(dialog).getByRole('button', { name: 'Refuse' }))
    await screen.findByText(/2 requests are decided/)
    const sent = asked.filter(({ operationName }) => operationName === 'RefuseRequest')
    expect(sent.map(({ variables }) => (variables['input'] as { rentalId: string }).rentalId)).toEqual([
      'r0000',
      'r0002',
    ])
  })
})
