import fc from 'fast-check'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { describe, expect, test } from 'vitest'
import { finding } from '../finding.ts'
import type { Report } from '../report.ts'
import { markdownOf } from './markdown.ts'
import { nowhere, reports } from './testing/any-report.ts'
import { inOneLine } from './visible.ts'

/** As GitHub draws a comment, before it looks for mentions and the like in what is text. */
function drawn(report: Report): string {
  return micromark(markdownOf(report), {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
  })
}

const ours = new Set('h2 h3 p ul li strong em br code details summary'.split(' '))
const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' }
const textOf = (html: string) => html.replaceAll(/<[^>]*>/g, '').replaceAll(/&\w+;/g, (one) => entities[one] ?? one)
/** Of a text that GitHub would look through: code it leaves alone. */
const looked = (html: string) => textOf(html.replaceAll(/<code>[^]*?<\/code>/g, ' '))
/** Without the signs that part words, and the blanks that part what runners obey. */
const squeezed = (text: string) => text.replaceAll(/[\u200b\s]/g, '')

const samples = fc.sample(reports, 100).map((report) => ({ report, html: drawn(report) }))

/** Those that are still open at the end of a comment that has no others than our own. */
function openIn(html: string): string[] {
  const open: string[] = []
  for (const [tag, slash, name = ''] of html.replace(/^<!--[^>]*-->/, '').matchAll(/<(\/?)([^\s>/]*)[^>]*>/g)) {
    expect(ours, tag).toContain(name)
    expect(tag.replace(' /', '')).toBe(`<${slash}${name}>`)
    if (slash === '/') expect(open.pop()).toBe(name)
    else if (name !== 'br') open.push(name)
  }
  return open
}

describe('a comment, as GitHub’s flavour of Markdown draws it,', () => {
  test('has no element but our own, none of them with an attribute, each closed where it was opened', () => {
    for (const { html } of samples) expect(openIn(html)).toEqual([])
  })

  test('that is too long is whole to its end, which is seen', () => {
    const [{ report }] = samples as [(typeof samples)[0]]
    const safe = Array.from({ length: 80 }, (_, index) => finding('field-added', `${index} ${'long '.repeat(200)}`))
    const html = drawn({ ...report, findings: safe.map((one) => ({ ...one, anchor: nowhere })) })
    expect(openIn(html)).toEqual([])
    expect(html).toMatch(/<\/details>\s*<p>… and more/)
  })

  test('says all that it was given, and each finding in an entry of its own', () => {
    for (const { report, html } of samples) {
      const text = squeezed(textOf(html))
      for (const { message, approvedBy } of report.findings) {
        for (const one of [message, approvedBy?.reason ?? '']) expect(text).toContain(squeezed(inOneLine(one)))
      }
      expect(html.match(/<li>/g) ?? []).toHaveLength(report.findings.length)
    }
  })

  test('mentions nobody, and refers to nothing', () => {
    for (const { html } of samples) {
      expect(looked(html)).not.toMatch(/@[a-z\d]|#\d|\bGH-\d|:[\w+-]+:|https?:\/\/|\bwww\./i)
    }
  })
})
