import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { casesIn, findingsOf, verdictIn } from './read-cases.ts'

const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.cases'))

describe.each(files)('%s', (file) => {
  test.each(casesIn(readFileSync(join(import.meta.dirname, file), 'utf8')))('$verdict: $name', (one) => {
    const findings = findingsOf(one)
    const told = findings.map(({ rule, coordinate = '' }) => `${rule} ${coordinate}`.trim())
    const worst = findings
      .filter(({ severity }) => severity !== 'notice')
      .map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`)
    expect(verdictIn(findings), worst.join('\n')).toBe(one.verdict)
    expect(told).toEqual(expect.arrayContaining([...one.told]))
  })
})
