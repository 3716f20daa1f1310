import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { show, type Answers } from '../testing/show.tsx'
import { ImportPage } from './import-page.tsx'

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
    '2Greek LessonsIt is in the catalogue already.',
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
