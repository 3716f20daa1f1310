/** Where the page was when it loaded itself anew to get what was missing, and of which build it then was. */
const LOADED_ANEW = 'ebook.loaded-anew'
const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 30_000

/** A part was loaded: should one be missing another time, the page may load itself anew once more. */
export function isBackAgain(): void {
  sessionStorage.removeItem(LOADED_ANEW)
}

interface Settings {
  /** Whether the library's own server gives its page. */
  readonly isThere?: () => Promise<boolean>
  readonly reload?: () => void
}

/**
 * Loads the document anew as soon as the library answers, and only then: without it the browser would put a page of its
 * own in the application's place. Once for each build and page, so that a part which is missing for good leaves a page
 * with a button and no circle; as often as the network was away before. Returns what ends the waiting.
 */
export function comeBackByItself({ isThere = answers, reload = () => location.reload() }: Settings = {}): () => void {
  let pauseMs = FIRST_PAUSE_MS
  let wasAway = false
  let isOver = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const attempt = async () => {
    clearTimeout(timer)
    const there = await isThere()
    if (isOver) return
    if (!there) {
      wasAway = true
      timer = setTimeout(() => void attempt(), pauseMs)
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      return
    }
    const here = `${buildOf(document)} ${location.pathname}`
    if (!wasAway && sessionStorage.getItem(LOADED_ANEW) === here) return
    sessionStorage.setItem(LOADED_ANEW, here)
    reload()
  }
  const soon = () => void attempt()
  addEventListener('online', soon)
  soon()
  return () => {
    isOver = true
    clearTimeout(timer)
    removeEventListener('online', soon)
  }
}

async function answers(): Promise<boolean> {
  try {
    return (await fetch('/', { headers: { accept: 'text/html' }, cache: 'no-store' })).ok
  } catch {
    return false
  }
}

/** The name of the script that a build begins with carries a hash of the whole. */
function buildOf({ scripts }: Document): string {
  return [...scripts].map(({ src }) => src).join(' ')
}
