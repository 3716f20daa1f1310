import { setTimeout as delay } from 'node:timers/promises'
import { eventually } from '@ebook/clients/people'
import { EXIT, readArguments, reportFailure } from '@ebook/stack/command-line'
import { SUBGRAPHS } from '../../subgraphs/subgraphs.ts'
import { buildBaseImages } from './base-images.ts'
import { Composed, killed } from './composed.ts'
import { startEngine, type Engine } from './engine.ts'
import { load, step, Story } from './story.ts'

const usage = `Usage: npm run containers:check

Builds the image by the Dockerfile as it is, brings docker-compose.yml up with its demo profile in a Docker engine of its
own, and tries what docs/operating.md promises of it: renting with a live subscription, kill -9 of each container, a NATS
that is cut off, a restart of the engine, another version of each subgraph under load, reconcile. Each step is printed with
its time; everything is removed in the end. Needs root, and Debian's packages (docs/operating.md, Containers).

Exit 0 all of it holds; 2 something does not, or could not be tried; 3 bad arguments.`

const CUT_OFF_MS = 10_000

async function main(): Promise<void> {
  const { values } = readArguments({ options: { help: { type: 'boolean', short: 'h' } } })
  if (values.help) return console.log(usage)
  const say = (line: string) => process.stderr.write(`\n  ${line}\n`)
  const engine = await step('a Docker engine', () => startEngine(say))
  let composed: Composed | undefined
  let removed: Promise<void> | undefined
  const remove = () =>
    (removed ??= step('everything is removed', async () => {
      await composed?.remove()
      await engine.stop()
    }))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void remove().finally(() => process.exit(EXIT.couldNot)))
  try {
    composed = await Composed.prepare(engine)
    const names = await composed.baseImages()
    await step('stand-ins for the base images', () => buildBaseImages(engine, names, say))
    await tries(engine, composed)
    console.log('All of it holds.')
  } catch (error) {
    if (removed === undefined)
      process.stderr.write(`\n${(await composed?.compose(['logs', '--tail', '5']).catch(String)) ?? ''}\n`)
    throw error
  } finally {
    await remove()
  }
}

async function tries(engine: Engine, composed: Composed): Promise<void> {
  await step('docker compose --profile demo up --build --wait', () => composed.up())
  const size = await engine.docker(['image', 'inspect', '--format', '{{.Size}}', composed.image('local')])
  console.log(`the image: ${Math.round(Number(size) / 1e6)} MB with its base`)
  const search = 'find /app -name ".env*" -o -name "*.key" -o -name secrets.json'
  const inside = await composed.compose(['exec', '-T', 'rent', 'sh', '-c', search])
  if (inside.trim() !== '') throw new Error(`secrets in the image: ${inside}`)

  const story = new Story(composed)
  await story.watcher.live.connect()
  const books = await eventually('the demo has a catalogue', async () => {
    const { books } = await story.alice.send('Books', { first: 20 })
    return books.edges.length === 12 && books
  })
  await step('a member rents and watches it live', () => story.rents())

  for (const container of (await composed.containers()).filter(({ State }) => State === 'running')) {
    await step(`kill -9 of ${container.Service}, until all is healthy and a rental is lent`, async () => {
      await killed(engine, container)
      await composed.comesBack(container)
      await composed.healthy()
      await story.rents()
    })
  }

  await step('NATS is cut off: a request is taken, and lent when NATS is back', async () => {
    const [nats] = (await composed.containers()).filter(({ Service }) => Service === 'nats')
    const network = `${composed.project}_stores`
    await engine.docker(['network', 'disconnect', network, nats?.Name ?? ''])
    const rentalId = await story.requests(books.edges[0].node.id)
    await delay(CUT_OFF_MS)
    await engine.docker(['network', 'connect', '--alias', 'nats', network, nats?.Name ?? ''])
    await story.isLent(rentalId)
  })

  await step('the engine is restarted, until all is healthy and a rental is lent', async () => {
    await engine.restart()
    await composed.healthy()
    await story.rents()
  })

  for (const service of SUBGRAPHS) {
    await step(`another version of ${service} takes over under load`, async () => {
      const ended = load(story)
      await composed.rolls(service)
      const { asked, failures } = await ended()
      process.stderr.write(`${asked - failures.length} of ${asked} answered … `)
      if (failures.length > 0) throw new Error(`requests failed: ${failures.slice(0, 3).join('; ')}`)
    })
  }
  await step('a rental is lent by the other version', () => story.rents())
  if (story.watcher.problems.length > 0)
    throw new Error(`what was told live lacks something: ${story.watcher.problems.slice(0, 3).join('; ')}`)
  story.watcher.live.leave()
  const report = await step('reconcile', () => composed.reconcile())
  console.log(report.trim().split('\n').at(-1))
}

await main().catch((error: unknown) => reportFailure(error, usage))
