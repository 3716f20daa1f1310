/** `npm run bench -- NAME`: one named measurement, its figures as JSON on the last line. */
import { parseArgs } from 'node:util'

const benchmarks: Record<string, { about: string; run: () => Promise<object> }> = {
  saga: {
    about:
      'rentals from request to APPROVED through the router, beside what this PostgreSQL and this router can do at all',
    run: async () => (await import('./saga.ts')).run(),
  },
  import: {
    about: 'the 10,000-title catalogue through the API (goodbooks-10k when it is there, else a generated stand-in)',
    run: async () => (await import('./import.ts')).run(),
  },
  subscriptions: {
    about: 'what a change costs on its way to those who listen: latency, payloads per second, memory, hydration',
    run: async () => (await import('./subscriptions/run.ts')).run(),
  },
}

const usage = `Usage: npm run bench -- NAME

${Object.entries(benchmarks)
  .map(([name, { about }]) => `  ${name.padEnd(15)}${about}`)
  .join('\n')}

Each starts what it measures on free ports, the stack with durable storage, prints its figures as JSON on the last line,
and stops. Run it alone: the machine's other work is in the figures.`

const { values, positionals } = (() => {
  try {
    return parseArgs({ allowPositionals: true, options: { help: { type: 'boolean', short: 'h' } } })
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    process.exit(3)
  }
})()

const [name] = positionals
if (values.help) {
  console.log(usage)
  process.exit(0)
}
const benchmark = name === undefined ? undefined : benchmarks[name]
if (!benchmark || positionals.length > 1) {
  console.error(
    `${name === undefined ? 'Say which measurement.' : `There is no measurement "${positionals.join(' ')}".`}\n\n${usage}`,
  )
  process.exit(3)
}
console.log(JSON.stringify(await benchmark.run()))
process.exit(0)
