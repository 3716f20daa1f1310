import { eventually } from '@ebook/testkit/eventually'
import { command, natsRuns } from './road-command.ts'
import { commitHeld, wake, type End } from './road-model.ts'

export const kills = (end: End, replica: 0 | 1) =>
  command(`kills ${end} ${replica + 1}`, (_, road) => road.site(end).processes[replica].kill())

export const startsSecond = (end: End) =>
  command(
    `starts ${end} 2`,
    async (model, road) => {
      await road.site(end).processes[1].start()
      model.second.add(end)
    },
    (model) => natsRuns(model) && !model.second.has(end),
  )

export const stopsSecond = (end: End) =>
  command(
    `stops ${end} 2`,
    async (model, road) => {
      await road.site(end).processes[1].stop()
      model.second.delete(end)
    },
    (model) => natsRuns(model) && model.second.has(end) && !model.asleep.has(`${end} 2`),
  )

export const severs = (end: End, whose: 'relay' | 'work') =>
  command(`severs ${whose} of ${end}`, (_, road) => road.site(end).sever(whose))

/** It holds what it holds, and its relay's lock goes to another, until it wakes up and thinks that nothing happened. */
export const sleeps = (end: End) =>
  command(
    `puts ${end} 1 to sleep`,
    async (model, road) => {
      road.site(end).processes[0].pause()
      model.asleep.add(`${end} 1`)
      await road.site(end).sever('relay')
    },
    ({ asleep }) => !asleep.has(`${end} 1`),
  )

export const silencesNats = command(
  'silences NATS',
  async (model, road) => {
    road.nats.process.pause()
    model.natsPaused = true
  },
  natsRuns,
)

export const restartsNats = command(
  'kills NATS',
  async (_, road) => {
    await road.nats.kill()
    await road.nats.restart()
  },
  natsRuns,
)

export const wipesNats = command(
  'wipes NATS',
  async (model, road) => {
    await road.nats.wipe()
    await road.nats.restart()
    model.purged = false
  },
  natsRuns,
)

export const purges = command(
  'loses what NATS acknowledged',
  async (model, road) => {
    // The stream may not be there again yet.
    await eventually(() => road.purge())
    model.purged = true
  },
  natsRuns,
)

export const deliversAgain = (backwards: boolean) =>
  command(
    `delivers again${backwards ? ' backwards' : ''}`,
    (model, road) =>
      eventually(() => road.deliverAgain(model.prefix, (events) => (backwards ? events.toReversed() : events))),
    natsRuns,
  )

export const wakes = command('wakes all', async (model, road) => wake(model, road))
export const commits = command(
  'commits',
  (model) => commitHeld(model),
  ({ held }) => held !== undefined,
)
