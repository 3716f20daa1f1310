/**
 * Keeps the keyboard where it is. A button that was pressed may be busy, or gone with what it did, and a browser then puts
 * its reader at the top of the document. Here they are put at the nearest part of the page around it that is still there, as
 * the card of a rental, and back at the button as soon as it can be pressed again. Returns what ends it.
 */
export function keepFocus(root: HTMLElement = document.body): () => void {
  /** What has the focus, or lost it without its reader's doing; and what it stands in, from the inside. */
  let path: readonly HTMLElement[] = []
  let refuge: HTMLElement | undefined
  /** Whether it takes the focus for our sake alone. */
  let isLent = false

  const isLost = (active: Element | null) => active === null || active === document.body || active.matches(':disabled')

  function comes({ target }: FocusEvent): void {
    if (!(target instanceof HTMLElement) || target === refuge) return
    if (isLent) refuge?.removeAttribute('tabindex')
    refuge = undefined
    isLent = false
    // A dialog goes, and what it was opened from is behind it.
    if (target.closest('[role="dialog"]') === null) path = [target, ...ancestorsOf(target, root)]
  }

  /** Whoever presses beside everything wants no focus. What is gone, or busy, loses it at the same moment. */
  function goes(): void {
    setTimeout(() => {
      const [was] = path
      if (was && isUsable(was) && document.activeElement === document.body && !isAsked()) path = []
    })
  }

  function look(): void {
    const active = document.activeElement
    const [was] = path
    if (was === undefined || isAsked()) return
    const isAway = active !== null && active === refuge && isUsable(was)
    if (!isAway && !isLost(active)) return
    const next = path.find(isUsable)
    if (next === undefined || next === active) return
    if (next !== was) {
      refuge = next
      isLent = !next.hasAttribute('tabindex')
      if (isLent) next.tabIndex = -1
    }
    next.focus({ preventScroll: true })
  }

  const changes = new MutationObserver(look)
  changes.observe(root, { subtree: true, childList: true, attributeFilter: ['disabled'] })
  root.addEventListener('focusin', comes)
  root.addEventListener('focusout', goes)
  return () => {
    changes.disconnect()
    root.removeEventListener('focusin', comes)
    root.removeEventListener('focusout', goes)
  }
}

/** Whether a dialog stands before the page; of what is busy in it the page behind knows nothing. */
const isAsked = (): boolean => document.querySelector('[role="dialog"]') !== null

const isUsable = (element: HTMLElement): boolean => element.isConnected && !element.matches(':disabled')

/** Those that are something to a reader of the screen. */
function ancestorsOf(element: HTMLElement, root: HTMLElement): HTMLElement[] {
  const found: HTMLElement[] = []
  for (let at = element.parentElement; at !== null && at !== root; at = at.parentElement)
    if (at.matches('article, section, main, [tabindex]')) found.push(at)
  return found
}
