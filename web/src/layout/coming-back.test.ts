import { afterEach, describe, expect, test, vi } from 'vitest'
import { comeBackByItself, isBackAgain } from './coming-back.ts'

let stop = () => {}
afterEach(() => stop())

/** A server that answers so, time after time; the last answer stays. */
function waiting(...isThere: boolean[]) {
  const reload = vi.fn()
  const asked = vi.fn(async () => (isThere.length > 1 ? isThere.shift() : isThere[0]) ?? false)
  stop = comeBackByItself({ isThere: asked, reload })
  return { reload, asked }
}

describe('a page whose part cannot be loaded', () => {
  test('loads itself anew when the library answers', async () => {
    const { reload } = waiting(true)
    await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce())
  })

  test('waits while it does not, and goes on when the browser is online again', async () => {
    const { reload, asked } = waiting(false, true)
    await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce())
    expect(reload).not.toHaveBeenCalled()
    dispatchEvent(new Event('online'))
    await vi.waitFor(() => expect(reload).toHaveBeenCalledOnce())
  })

  test('does so once for a build, when the part is missing for good, and again after it was there', async () => {
    const first = waiting(true)
    await vi.waitFor(() => expect(first.reload).toHaveBeenCalledOnce())
    const second = waiting(true)
    await vi.waitFor(() => expect(second.asked).toHaveBeenCalledOnce())
    await Promise.resolve()
    expect(second.reload).not.toHaveBeenCalled()
    stop()
    isBackAgain()
    const third = waiting(true)
    await vi.waitFor(() => expect(third.reload).toHaveBeenCalledOnce())
  })

  test('that was left in the meantime stays where it is', async () => {
    const { reload, asked } = waiting(false, true)
    await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce())
    stop()
    dispatchEvent(new Event('online'))
    await Promise.resolve()
    expect(asked).toHaveBeenCalledOnce()
    expect(reload).not.toHaveBeenCalled()
  })
})
