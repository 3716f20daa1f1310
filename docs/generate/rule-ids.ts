/** The ids by which comments and test titles name a rule of the domain or a requirement. */

/** Families: rows of docs/domain.md, then requirements; `C5a`, `R20b`. */
const ID = /\b(?:[RPSDLW]\d{1,2}[a-e]?|[VG]\d{1,2}|P[FNIPVCX]\d{1,2}|N\d\.\d|[FCHQ]\d{1,2}a?)\b/g
const HARD_CASE = /\b(?:hard )?cases? (\d{1,2})(?: and (\d{1,2}))?\b/gi
const SECTION = /\bsections? (\d{1,2})\b/gi
const STATEMENT = /\bstatements? (\d{1,2})(?:,? (?:and |to |or )?(\d{1,2}))?\b/gi

/** `R20b`, `hard case 12`, `section 9`, `statement 20`: whatever the text names, in one spelling, each once. */
export function idsIn(text: string): readonly string[] {
  const numbered = (pattern: RegExp, name: string) =>
    [...text.matchAll(pattern)].flatMap(([, ...numbers]) =>
      numbers.filter((number) => number !== undefined).map((number) => `${name} ${number}`),
    )
  return [
    ...new Set([
      ...[...text.matchAll(ID)].map(([id]) => id),
      ...numbered(HARD_CASE, 'hard case'),
      ...numbered(SECTION, 'section'),
      ...numbered(STATEMENT, 'statement'),
    ]),
  ]
}

/** What docs/domain.md defines: rows with an anchor, and numbered sections. */
export function idsOfDomain(page: string): ReadonlySet<string> {
  const anchors = [...page.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id.replace('case-', 'hard case '))
  const sections = [...page.matchAll(/^## (\d+) /gm)].map(([, number = '']) => `section ${number}`)
  return new Set([...anchors, ...sections])
}
