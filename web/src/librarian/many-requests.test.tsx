import { screen, waitFor, within } from '@testing-library/react'
import { Profiler } from 'react'
import { describe, expect, test } from 'vitest'
import { show, type Answers, type Asked } from '../testing/show.tsx'
import { QueueWithUndo } from './queue-page.tsx'

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

interface Decisions {
  readonly input: { readonly decisions: readonly { readonly rentalId: string }[] }
}

/** Everything is decided, but what is said otherwise. */
const decideMany =
  (refusals: Readonly<Record<string, string>> = {}) =>
  ({ input: { decisions } }: Decisions) => ({
    decideRentals: {
      decided: decisions.map(({ rentalId }) => ({
        rentalId,
        request: null,
        alreadyDecided: false,
        userErrors: rentalId in refusals ? [{ code: refusals[rentalId], message: '', field: null }] : [],
      })),
      userErrors: [],
    },
  })

async function open(answers: Answers = {}, undoMs = 0) {
  let commits = 0
  const shown = await show(
    <Profiler id="queue" onRender={() => (commits += 1)}>
      <QueueWithUndo undoMs={undoMs} />
    </Profiler>,
    { answers: { HowManyWait: () => ({ dashboards: { totalCount: MANY } }), ...answers }, roles: ['ADMIN'] },
  )
  await waitFor(() => expect(shown.live.sockets).toHaveLength(1))
  shown.live.last.listener.onConnected()
  return { ...shown, commits: () => commits }
}

const three: Answers = { HowManyWait: () => ({ dashboards: { totalCount: 3 } }) }
const decisionsIn = (asked: readonly Asked[]) =>
  asked
    .filter(({ operationName }) => operationName === 'DecideMany')
    .flatMap(({ variables }) => (variables['input'] as Decisions['input']).decisions)
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
  test('what is selected is approved in one press, and what was not says so in its place', async () => {
    const { live, user, asked } = await open({ ...three, DecideMany: decideMany({ r0001: 'REQUEST_WITHDRAWN' }) })
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
    expect(decisionsIn(asked)).toEqual([
      { rentalId: 'r0000', expectedVersion: 1, decision: 'APPROVE' },
      { rentalId: 'r0001', expectedVersion: 1, decision: 'APPROVE' },
    ])
  })

  test('an answer that is lost leaves all of them chosen; pressed again it counts once', async () => {
    let asks = 0
    const { live, user } = await open({
      ...three,
      DecideMany: (given: Decisions) => {
        asks += 1
        if (asks === 1) throw new TypeError('the network is away')
        return decideMany()(given)
      },
    })
    live.tell(...rows.slice(0, 3))
    await user.click(await screen.findByRole('checkbox', { name: 'Select all (3)' }))
    await user.click(screen.getByRole('button', { name: 'Approve 3 selected' }))
    await screen.findByText(/3 were not: their cards say why/)
    await user.click(screen.getByRole('button', { name: 'Approve 3 selected' }))
    await screen.findByText(/3 requests are decided/)
  })

  test('with the shift key everything between two presses is selected', async () => {
    const { live, user } = await open({ HowManyWait: () => ({ dashboards: { totalCount: 6 } }) })
    live.tell(...rows.slice(0, 6))
    await screen.findByText('6 requests wait for a decision.')
    await user.click(screen.getByRole('checkbox', { name: 'Select: Title 1 for bob' }))
    await user.keyboard('{Shift>}')
    await user.click(screen.getByRole('checkbox', { name: 'Select: Title 4 for alice' }))
    await user.keyboard('{/Shift}')
    await screen.findByRole('button', { name: 'Approve 4 selected' })
  })

  test('what was approved at once can be taken back before it is sent', async () => {
    const { live, user, asked } = await open(three, 60_000)
    live.tell(...rows.slice(0, 3))
    await user.click(await screen.findByRole('checkbox', { name: 'Select all (3)' }))
    await user.click(screen.getByRole('button', { name: 'Approve 3 selected' }))
    await screen.findByText(/3 requests are approved in a moment/)
    expect(screen.getAllByText('Approved in a moment.')).toHaveLength(3)
    await user.click(screen.getByRole('button', { name: 'Take it back' }))
    await screen.findByRole('button', { name: 'Approve 3 selected' })
    expect(decisionsIn(asked)).toEqual([])
  })

  test('whoever leaves the page before has it sent at once', async () => {
    const { live, user, asked, unmount } = await open({ ...three, DecideMany: decideMany() }, 60_000)
    live.tell(...rows.slice(0, 3))
    await user.click(await screen.findByRole('checkbox', { name: 'Select all (3)' }))
    await user.click(screen.getByRole('button', { name: 'Approve 3 selected' }))
    unmount()
    await waitFor(() => expect(decisionsIn(asked)).toHaveLength(3))
  })

  test('what the search has hidden is not decided, though it had been selected', async () => {
    const { live, user, asked } = await open({
      ...three,
      DecideMany: decideMany(),
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
    expect(decisionsIn(asked)).toEqual(
      ['r0000', 'r0002'].map((rentalId) => ({
        rentalId,
        expectedVersion: 1,
        decision: 'REFUSE',
        reasonCode: 'POLICY',
        note: null,
      })),
    )
  })
})

describe('with single keys', () => {
  const approveOne = {
    ApproveRequest: () => ({ approveRental: { request: null, alreadyDecided: false, userErrors: [] } }),
  }
  const focused = () => document.activeElement?.getAttribute('data-rental')

  async function filled(answers: Answers = {}, undoMs = 0) {
    const shown = await open({ ...three, ...answers }, undoMs)
    shown.live.tell(...rows.slice(0, 3))
    await screen.findByText('3 requests wait for a decision.')
    return shown
  }

  test('one goes to and fro, selects, approves, refuses, and finds what the keys are', async () => {
    const { user } = await filled(approveOne)
    await user.keyboard('j')
    expect(focused()).toBe('r0000')
    await user.keyboard('jjj')
    expect(focused()).toBe('r0002')
    await user.keyboard('kx')
    await screen.findByRole('button', { name: 'Approve 1 selected' })
    await user.keyboard('kX')
    await screen.findByRole('button', { name: 'Approve 2 selected' })
    await user.keyboard('a')
    await within(cards()[0] as HTMLElement).findByText('You approved it. The loan has begun.')
    expect(focused()).toBe('r0000')
    await user.keyboard('jr')
    const dialog = await screen.findByRole('dialog')
    within(dialog).getByText(/“Title 1” for bob/)
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await user.keyboard('?')
    await screen.findByRole('dialog', { name: 'Keys of this page' })
  })

  test('Enter opens the request that has the focus', async () => {
    const { user, router } = await filled()
    await user.keyboard('j{Enter}')
    await waitFor(() => expect(router.state.location.pathname).toBe('/all-rentals/r0000'))
  })

  test('what one key approved another takes back', async () => {
    const { user, asked } = await filled(approveOne, 60_000)
    await user.keyboard('ja')
    await within(cards()[0] as HTMLElement).findByText('Approved in a moment.')
    await user.keyboard('u')
    await waitFor(() => expect(screen.queryByText('Approved in a moment.')).toBeNull())
    expect(asked.filter(({ operationName }) => operationName === 'ApproveRequest')).toEqual([])
  })

  test('what is typed into a field is no command, and neither is anything once they are switched off', async () => {
    const { user } = await filled()
    await user.type(screen.getByRole('searchbox'), 'jaj')
    expect(focused()).toBeNull()
    await user.clear(screen.getByRole('searchbox'))
    await user.click(screen.getByRole('button', { name: 'Keys' }))
    await user.click(await screen.findByRole('checkbox', { name: 'Use single keys on this page' }))
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await user.keyboard('j')
    expect(focused()).toBeNull()
    localStorage.clear()
  })
})
