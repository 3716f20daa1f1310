import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'

// Mantine asks how wide the window is and watches sizes; happy-dom has no layout to tell of.
afterEach(() => {
  cleanup()
  localStorage.clear()
  sessionStorage.clear()
})
