import { useEffect, useRef } from 'react'

export type QueueKey = 'j' | 'k' | 'a' | 'r' | 'x' | 'u' | 'enter' | '?'

/** Where letters are typed, or chosen by, they are no commands. */
const TYPED_IN = 'textarea, select, input:not([type="checkbox"]), [contenteditable], [role="dialog"]'
const PRESSED = 'a, button, summary'

/** Single keys of the queue. `act` is told the request that has the keyboard's focus, if one has. */
export function useQueueKeys(isOn: boolean, act: (key: QueueKey, rentalId: string | undefined, upTo: boolean) => void) {
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : document.body
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (target.closest(TYPED_IN) || document.querySelector('[role="dialog"]')) return
      const key = keyOf(event)
      if (key === undefined || (!isOn && key !== '?')) return
      // What has the focus has its own use for it.
      if (key === 'enter' && (target.closest(PRESSED) || !target.closest('[data-rental]'))) return
      event.preventDefault()
      latest.current(key, target.closest<HTMLElement>('[data-rental]')?.dataset['rental'], event.shiftKey)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [isOn])
}

/** By what is written on it; where the keyboard writes another script, by its place. */
function keyOf({ key, code }: KeyboardEvent): QueueKey | undefined {
  if (key === '?' || key === 'Enter') return key === '?' ? '?' : 'enter'
  const letter = /^[a-z]$/i.test(key) ? key.toLowerCase() : /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase()
  return (['j', 'k', 'a', 'r', 'x', 'u'] as const).find((one) => one === letter)
}
