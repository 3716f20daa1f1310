import { screen, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { clearDesk } from '../import/import-desk.ts'
import { forLibrarians, Navigation } from '../layout/navigation.tsx'
import { show, type Answers } from '../testing/show.tsx'
import { ImportPage } from './import-page.tsx'

afterEach(clearDesk)

const FILE = `title,authors,isbn13,seats
Greek Lessons,Han Kang,9780439023481,2
,Nobody,,1
The White Book,Han Kang,9780439023482,1
Human Acts,Han Kang,,1
`

async function choose(content: string | Uint8Array<ArrayBuffer>, answers: Answers = {}, language: 'en' | 'ko' = 'en') {
  const shown = await show(<ImportPage />, { answers, roles: ['ADMIN'], language })
  await screen.findByRole('heading', { level: 1 })
  const input = shown.container.querySelector('input[type="file"]') as HTMLInputElement
  await shown.user.upload(input, new File([content], 'catalogue.csv', { type: 'text/csv' }))
  return shown
}

const registered = { registerBook: { book: { id: 'b', title: 'T' }, userErrors: [] } }
const noBooks = { books: { edges: [], pageInfo: { hasNextPage: false, endCursor: null } } }

test('F1 what is good is registered, and every row that is not is told with its line and the reason', async () => {
  const { asked, user } = await choose(FILE, {
    FindTitle: () => noBooks,
    RegisterTitle: ({ input }: { input: { title: string } }) =>
      input.title === 'Greek Lessons'
        ? { registerBook: { book: null, userErrors: [{ code: 'ISBN_TAKEN', message: 'Taken.', field: null }] } }
        : registered,
  })
  await screen.findByText('To register: 2. Refused rows: 2.')
  await user.click(screen.getByRole('button', { name: 'Register 2 titles' }))
  await screen.findByText('1 registered, 3 refused.')
  const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1)
  expect(rows.map((row) => row.textContent)).toEqual([
    '2Greek LessonsIts ISBN, or the same title by the same authors, is in the catalogue already.',
    '3It has no title.',
    '4The White BookThe check digit of ISBN 9780439023482 is wrong.',
  ])
  const inputs = asked
    .filter(({ operationName }) => operationName === 'RegisterTitle')
    .map(({ variables }) => variables)
  expect(inputs).toContainEqual({
    input: { title: 'Human Acts', authors: ['Han Kang'], isbn13: null, language: null, rentalFee: 3000, seats: 1 },
  })
})

test('a file that is none says so, in the reader’s language', async () => {
  await choose(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), {}, 'ko')
  await screen.findByText('글자로 된 파일이 아닙니다. UTF-8 CSV로 내보내세요.')
})

test('reasons are in the reader’s language too', async () => {
  await choose(FILE, {}, 'ko')
  await screen.findByText('제목이 없습니다.')
  expect(screen.getByText('ISBN 9780439023482의 확인 숫자가 틀렸습니다.')).toBeDefined()
})

test('it goes on beside the page, which is asked before it is left; the refused rows are there when one comes back', async () => {
  const answer = Promise.withResolvers<typeof registered>()
  const answers = { FindTitle: () => noBooks, RegisterTitle: () => answer.promise }
  const { user, unmount } = await choose(FILE, answers)
  await user.click(await screen.findByRole('button', { name: 'Register 2 titles' }))
  await screen.findByText('0 of 2')
  const leave = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }))
  expect(leave()).toBe(true)
  unmount()

  await show(
    <>
      <Navigation destinations={forLibrarians} />
      <ImportPage />
    </>,
    { answers, roles: ['ADMIN'] },
  )
  await screen.findByRole('link', { name: 'Import 0%' })
  expect(screen.getByText('0 of 2')).toBeDefined()
  answer.resolve(registered)
  await screen.findByText('2 registered, 2 refused.')
  expect(screen.getByText('It has no title.')).toBeDefined()
  expect(screen.getByRole('link', { name: 'Import' })).toBeDefined()
  await vi.waitFor(() => expect(leave()).toBe(false))
})
