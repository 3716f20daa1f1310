import { eventually } from '@ebook/clients/people'
import { BadArguments, EXIT, readArguments, reportFailure } from '@ebook/stack/command-line'
import { buildBaseImages } from './base-images.ts'
import { Composed } from './composed.ts'
import { startEngine } from './engine.ts'
import { step, Story } from './story.ts'
import { trials, type Tried } from './trials.ts'

const names = Object.keys(trials) as (keyof typeof trials)[]

const usage = `Usage: npm run containers:check [-- --only NAME]...

Builds the image by the Dockerfile as it is, brings docker-compose.yml up with its demo profile in a Docker engine of its
own, and tries what docs/operating.md promises of it: F1 to F10 in a browser, kill -9 of each container, a NATS that is cut
off, a restart of the engine, two of everything, two releases under load, what is in the image, reconcile; with one
subscription that must miss nothing of it. Each step is printed with its time; everything is removed in the end. Needs
root, and Debian's packages (docs/operating.md, Containers).

--only NAME   ${names.join(', ')}

Exit 0 all of it holds; 2 something does not, or could not be tried; 3 bad arguments.`

async function main(): Promise<void> {
  const { values } = readArguments({
    options: { help: { type: 'boolean', short: 'h' }, only: { type: 'string', multiple: true } },
  })
  if (values.help) return console.log(usage)
  const strange = values.only?.filter((name) => !names.some((known) => known === name)) ?? []
  if (strange.length > 0) throw new BadArguments(`There is no ${strange.join(', ')}; there are ${names.join(', ')}.`)
  const chosen = names.filter((name) => values.only?.includes(name) ?? true)
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
    const base = await composed.baseImages()
    await step('stand-ins for the base images', () => buildBaseImages(engine, base, say))
    await tries({ engine, composed, story: new Story(composed) }, chosen)
    console.log('All of it holds.')
  } catch (error) {
    if (removed === undefined)
      process.stderr.write(`\n${(await composed?.compose(['logs', '--tail', '5']).catch(String)) ?? ''}\n`)
    throw error
  } finally {
    await remove()
  }
}

async function tries(tried: Tried, chosen: readonly (keyof typeof trials)[]): Promise<void> {
  const { composed, story } = tried
  const { live, problems } = story.watcher
  await step('the image is built', () => composed.build())
  await step('docker compose --profile demo up --wait', () => composed.up())
  await live.connect()
  await eventually('the demo has a catalogue', async () => {
    const { books } = await story.alice.send('Books', { first: 20 })
    return books.edges.length === 12
  })
  await step('a member rents and watches it live', () => story.rents())
  for (const name of chosen) await trials[name](tried)
  live.leave()
  if (problems.length > 0) throw new Error(`what was told live lacks something: ${problems.slice(0, 3).join('; ')}`)
  console.log(`${story.watcher.told} changes were told by one subscription, without a gap.`)
}

await main().catch((error: unknown) => reportFailure(error, usage))
