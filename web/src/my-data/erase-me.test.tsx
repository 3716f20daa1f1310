import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { show } from '../testing/show.tsx'
import { EraseMe } from './erase-me.tsx'

test('being forgotten needs a word that is typed; what is in the way is said, and whoever is forgotten is signed out', async () => {
  const asked: unknown[] = []
  const title = 'Demian'
  const inTheWay = [
    { __typename: 'ErasureObstacle', kind: 'RENTAL_OPEN', title, until: null, points: null },
    { __typename: 'ErasureObstacle', kind: 'POINTS_OWED', title: null, until: null, points: 600 },
  ]
  const blocked = [{ __typename: 'UserError', code: 'ERASURE_BLOCKED', message: '', field: null }]
  const { user, session } = await show(<EraseMe />, {
    roles: ['MEMBER'],
    answers: {
      ForgetMe: ({ input }: Record<string, unknown>) => ({
        eraseMe:
          asked.push(input) === 1
            ? { erased: false, inTheWay, userErrors: blocked }
            : { erased: true, inTheWay: [], userErrors: [] },
      }),
    },
  })
  const button = await screen.findByRole<HTMLButtonElement>('button', { name: 'Forget me now' })
  expect(button.disabled).toBe(true)
  await user.type(screen.getByRole('textbox', { name: 'Type “forget me” if you want that' }), 'forget me')
  await user.click(button)
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('“Demian” is requested or on loan')
  expect(alert.textContent).toContain('Points that you owe: 600.')
  expect(await session.token()).toBeDefined()
  await user.click(button)
  await waitFor(async () => expect(await session.token()).toBeUndefined())
  expect(asked).toEqual([{ confirm: true }, { confirm: true }])
})
