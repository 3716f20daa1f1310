import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keepFocus } from './keep-focus.ts'

let end: () => void
beforeEach(() => {
  end = keepFocus()
})
afterEach(() => end())

/** A rental with a button that is busy for as long as the test says, and then gone or not. */
function Card({ isGone = false }: { isGone?: boolean }) {
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle')
  return (
    <main>
      <article aria-label="Demian">
        {!(isGone && state === 'done') && (
          <button disabled={state === 'busy'} onClick={() => setState('busy')}>
            Renew
          </button>
        )}
      </article>
      <button onClick={() => setState('done')}>It is answered</button>
    </main>
  )
}

const focused = () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent
const answered = () => screen.getByText('It is answered').dispatchEvent(new MouseEvent('click', { bubbles: true }))

test('whoever pressed a button that is busy waits at its card, and is put back when it can be pressed again', async () => {
  render(<Card />)
  screen.getByText('Renew').focus()
  await userEvent.keyboard('{Enter}')
  await waitFor(() => expect(focused()).toBe('Demian'))
  answered()
  await waitFor(() => expect(focused()).toBe('Renew'))
  expect(screen.getByRole('article').hasAttribute('tabindex')).toBe(false)
})

test('whoever pressed a button that is gone is at its card, and not at the top of the page', async () => {
  render(<Card isGone />)
  screen.getByText('Renew').focus()
  await userEvent.keyboard('{Enter}')
  answered()
  await waitFor(() => expect(screen.queryByText('Renew')).toBeNull())
  await waitFor(() => expect(focused()).toBe('Demian'))
})

test('whoever has gone on is left where they are', async () => {
  render(<Card />)
  screen.getByText('Renew').focus()
  await userEvent.keyboard('{Enter}')
  screen.getByText('It is answered').focus()
  answered()
  await waitFor(() => expect((screen.getByText('Renew') as HTMLButtonElement).disabled).toBe(false))
  expect(focused()).toBe('It is answered')
})

test('what is busy in a dialog does not take the way back to what it was opened from', async () => {
  render(<Card isGone />)
  const dialog = document.body.appendChild(document.createElement('div'))
  dialog.role = 'dialog'
  const yes = dialog.appendChild(document.createElement('button'))
  screen.getByText('Renew').focus()
  yes.focus()
  yes.blur()
  await new Promise((resolve) => setTimeout(resolve))
  answered()
  dialog.remove()
  await waitFor(() => expect(focused()).toBe('Demian'))
})
