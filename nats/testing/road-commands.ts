import fc from 'fast-check'
import { command, type RoadCommand } from './road-command.ts'
import { arrives, heal, wake, type End } from './road-model.ts'
import {
  begins,
  losesTheAcknowledgement,
  says,
  saysIntoSilence,
  saysNothing,
  saysPoison,
  saysSpelled,
} from './sayings.ts'
import {
  commits,
  deliversAgain,
  kills,
  purges,
  restartsNats,
  severs,
  silencesNats,
  sleeps,
  startsSecond,
  stopsSecond,
  wakes,
  wipesNats,
} from './troubles.ts'

const waits = command('waits until all arrived', async (model, road) => {
  wake(model, road)
  await arrives(model, road)
})

const heals = command(
  'breaks the spells',
  async (model, road) => {
    wake(model, road)
    await heal(model, road)
  },
  ({ poison }) => poison.size > 0,
)

const AGGREGATES = 3
const aggregate = fc.nat(AGGREGATES - 1)
const end = fc.constantFrom<End>('rent', 'payment')
const replica = fc.constantFrom<0 | 1>(0, 1)

/** Everything that may happen, the more ordinary more often. */
export const roadCommands: fc.Arbitrary<RoadCommand>[] = [
  ...Array.from({ length: 6 }, () => fc.array(aggregate, { minLength: 1, maxLength: 12 }).map(says)),
  aggregate.map(begins),
  fc.constant(commits),
  aggregate.map(saysNothing),
  fc
    .tuple(aggregate, fc.constantFrom('fails' as const, 'kills' as const), fc.integer({ min: 1, max: 2 }))
    .map((args) => saysSpelled(...args)),
  aggregate.map(saysPoison),
  fc.constant(heals),
  aggregate.map(losesTheAcknowledgement),
  fc.tuple(aggregate, fc.boolean()).map((args) => saysIntoSilence(...args)),
  fc.tuple(end, replica).map((args) => kills(...args)),
  fc.tuple(end, replica).map((args) => kills(...args)),
  end.map(startsSecond),
  end.map(stopsSecond),
  fc.tuple(end, fc.constantFrom('relay' as const, 'work' as const)).map((args) => severs(...args)),
  end.map(sleeps),
  fc.constant(silencesNats),
  fc.constant(wakes),
  fc.constant(restartsNats),
  fc.constant(wipesNats),
  fc.constant(purges),
  fc.boolean().map(deliversAgain),
  fc.constant(waits),
]
