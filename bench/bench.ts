/** `npm run bench -- NAME`: one named measurement, whose result is added to those that are kept and is the last line. */
import { BadArguments, readArguments, reportFailure } from '@ebook/stack/command-line'
import { benchmarks } from './benchmarks.ts'
import { rounded } from './figures.ts'
import { numbersOf, optionLines } from './number-options.ts'
import { partsLine, partsOf } from './parts.ts'
import { assertWritable, circumstances, keep, readResults, RESULTS, type Figure } from './results.ts'
import { table } from './table.ts'
import { trendOf } from './trend.ts'

const usage = `Usage: npm run bench -- NAME
       npm run bench -- trend [NAME] [--format markdown]

${Object.entries(benchmarks)
  .map(([name, { about, options, parts }]) => `  ${name.padEnd(15)}${about}${optionLines(options)}${partsLine(parts)}`)
  .join('\n')}
  trend          how the figures of all results went, or of one measurement's

  --results FILE where results are kept, one JSON line each (bench/results.jsonl, which is committed)

Each starts what it measures on free ports, the stack with durable storage, adds its result to the file, prints it as JSON
on the last line, and stops. Run it alone: the machine's other work is in the figures.`

async function main(): Promise<string> {
  const every = Object.values(benchmarks).flatMap(({ options }) => Object.keys(options ?? {}))
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: {
      ...Object.fromEntries(every.map((name) => [name, { type: 'string' as const }])),
      only: { type: 'string' },
      format: { type: 'string' },
      results: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const {
    help,
    only,
    format,
    results: file = RESULTS,
    ...given
  } = values as Record<string, string> & { help?: boolean }
  if (help) return usage
  const [name, ...more] = positionals
  if (name === undefined) throw new BadArguments('Say which measurement.')
  if (name === 'trend')
    return trend(file, { ...given, ...(only === undefined ? {} : { only }) }, format ?? 'terminal', more)
  if (format !== undefined) throw new BadArguments(`${name} knows no --format: it is for trend.`)
  const benchmark = more.length === 0 && Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined
  if (!benchmark) throw new BadArguments(`There is no measurement "${positionals.join(' ')}".`)
  const options = numbersOf(name, benchmark.options ?? {}, given)
  const parts = partsOf(name, benchmark.parts ?? [], only)
  await assertWritable(file)
  const about = await circumstances()
  const { figures, detail } = await benchmark.measure(options, parts)
  console.log(`${reportOf(name, figures)}\n`)
  return keep(file, { ...about, benchmark: name, options, figures: [...figures], detail: { ...detail } })
}

function reportOf(name: string, figures: readonly Figure[]): string {
  const rows = figures.map(({ name, unit, value, comparison }) => {
    const times =
      comparison === undefined ? undefined : rounded((value ?? Number.NaN) / (comparison.value ?? Number.NaN))
    return [name, value ?? undefined, unit, comparison?.name ?? '', comparison?.value ?? undefined, times]
  })
  return table(name, ['figure', 'value', 'unit', 'measured beside it', 'value', 'times'], rows)
}

async function trend(
  file: string,
  given: Readonly<Record<string, string>>,
  format: string,
  [name, ...more]: readonly string[],
): Promise<string> {
  numbersOf('trend', {}, given)
  if (format !== 'terminal' && format !== 'markdown')
    throw new BadArguments(`--format is "${format}"; expected terminal or markdown`)
  if (more.length > 0 || (name !== undefined && !Object.hasOwn(benchmarks, name)))
    throw new BadArguments(`There is no measurement "${[name, ...more].join(' ')}".`)
  const results = await readResults(file)
  return trendOf(name === undefined ? results : results.filter(({ benchmark }) => benchmark === name), format)
}

try {
  console.log(await main())
} catch (error) {
  reportFailure(error, usage)
}
process.exit()
