import type { Report } from '../report.ts'
import { githubOf } from './github.ts'
import { jsonOf } from './json.ts'
import { junitOf } from './junit.ts'
import { markdownOf } from './markdown.ts'
import { sarifOf } from './sarif.ts'
import { textOf, type Paint } from './text.ts'

export const formats = {
  text: textOf,
  json: jsonOf,
  sarif: sarifOf,
  github: githubOf,
  junit: junitOf,
  markdown: markdownOf,
} as const satisfies Readonly<Record<string, (report: Report, paint: Paint) => string>>
export type Format = keyof typeof formats

export function isFormat(name: string): name is Format {
  return Object.hasOwn(formats, name)
}
