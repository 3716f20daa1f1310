import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

// How long a fact is waited for; a machine that is busy with other tests takes its time.
configure({ asyncUtilTimeout: 8_000 })

afterEach(() => {
  cleanup()
  localStorage.clear()
  sessionStorage.clear()
})
