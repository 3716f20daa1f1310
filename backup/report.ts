import { gapAfter, type Stock } from './plan-restore.ts'

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MB`
const at = (date: Date): string => date.toISOString()

/** What there is, and which instants can be chosen. */
export function listing(stock: Stock): { readonly text: string; readonly isWhole: boolean } {
  const { bases, kept, restored, folder } = stock
  if (bases.length === 0) return { text: `no backup in ${folder}`, isWhole: false }
  const newest = kept.reduce((last, file) => (file.keptAt > last ? file.keptAt : last), new Date(0))
  const lines = [`backups in ${folder}, ${kept.length} WAL files with them, the newest kept at ${at(newest)}:`]
  const gaps = bases.map((base) => gapAfter(stock, base))
  for (const [index, { began, ended, bytes }] of bases.entries()) {
    const took = Math.round((ended.getTime() - began.getTime()) / 1_000)
    const gap = gaps[index]
    const until =
      gap === undefined ? `about ${at(newest)}` : `${at(gap.until ?? ended)}: WAL file ${gap.missing} is missing`
    lines.push(`  ${at(began)}  ${megabytes(bytes)}, took ${took} s; any instant from ${at(ended)} to ${until}`)
  }
  for (const event of restored) lines.push(`put back to ${at(event.to)} at ${at(event.at)}`)
  return { text: lines.join('\n'), isWhole: gaps.every((gap) => gap === undefined) }
}
