import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { validateXML } from 'xmllint-wasm'

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const junit = read('junit-ant.xsd')
const sarif = sarifSchema()

/** In what a report is no JUnit of Ant's strict schema; empty when it is. */
export async function junitProblems(xml: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: { fileName: 'report.xml', contents: xml }, schema: junit })
  return errors.map(({ message }) => message)
}

/** In what a log is no SARIF 2.1.0; empty when it is. */
export function sarifProblems(log: unknown): string[] {
  return sarif(log) ? [] : (sarif.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

/** Its draft says `id` where later ones, of which ajv knows some, say `$id`. */
function sarifSchema() {
  const { id: _, $schema: __, ...schema }: Record<string, unknown> = JSON.parse(read('sarif-2.1.0-rtm.5.json'))
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
  addFormats.default(ajv)
  return ajv.compile(schema)
}
