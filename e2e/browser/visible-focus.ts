import type { Page } from 'playwright-core'

/** Enough for every page of a test; a page that never ends fails. */
const LONGEST_WAY = 300

// Of what has the focus: its name, how it looks with the focus, and how without.
const LOOK = `(() => {
  const element = document.activeElement
  if (element === null || element === document.body) return undefined
  const look = () => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor, top } = getComputedStyle(element)
    const outline = outlineStyle === 'none' || outlineWidth === '0px' ? 'none' : [outlineStyle, outlineWidth, outlineColor]
    return JSON.stringify([outline, boxShadow, borderColor, backgroundColor, top])
  }
  const focused = look()
  element.blur()
  const plain = look()
  element.focus()
  const isSeen = element.dataset.wasReached !== undefined
  element.dataset.wasReached = ''
  return { isSeen, isSame: focused === plain, html: element.outerHTML.slice(0, 160) }
})()`

/** Walks the page in the order of the tabulator key; what looks with the focus as it does without. */
export async function withoutVisibleFocus(page: Page): Promise<string[]> {
  const found: string[] = []
  await page.evaluate('document.activeElement?.blur()')
  for (let step = 0; step < LONGEST_WAY; step += 1) {
    await page.keyboard.press('Tab')
    const look = await page.evaluate<{ isSeen: boolean; isSame: boolean; html: string } | undefined>(LOOK)
    if (look?.isSeen) break
    if (look?.isSame) found.push(`${new URL(page.url()).pathname} ${look.html}`)
    if (look === undefined && step > 0) break
  }
  await page.evaluate(
    `for (const element of document.querySelectorAll('[data-was-reached]')) delete element.dataset.wasReached`,
  )
  return found
}
