import { eraseMe } from '@ebook/rent/mutations/erase-me'
import { keepMyHistory } from '@ebook/rent/mutations/keep-my-history'
import { as } from '../as.ts'
import { going, moveAbout, type Move } from '../move.ts'
import { isHere, MEMBERS } from '../opening.ts'
import type { World } from '../world.ts'

const members = (world: World) => MEMBERS.filter((member) => isHere(world, member))

const leaves = moveAbout({
  kind: 'erase',
  weight: 3,
  things: members,
  name: (member) => `${member} wants to be forgotten`,
  run(member, world) {
    const process = world.any('rent')
    if (process === undefined) return
    const comesAgain = world.surprises.chance(0.4)
    world.told.gone.add(member)
    const answered = eraseMe(process.rent, { confirm: true }, as(member, 'MEMBER')).then(({ erased }) => {
      if (comesAgain || !erased) world.told.gone.delete(member)
    })
    going(world, answered)
  },
})

const keeps = moveAbout({
  kind: 'keep history',
  weight: 0.5,
  things: (world) => members(world).flatMap((member) => [true, false].map((keep) => ({ member, keep }))),
  name: ({ member, keep }) => `what ${member} reads is ${keep ? 'kept for them' : 'kept no longer than for others'}`,
  run({ member, keep }, world) {
    const process = world.any('rent')
    going(world, process && keepMyHistory(process.rent, { keep }, as(member, 'MEMBER')))
  },
})

export const privacyMoves: readonly Move[] = [leaves, keeps]
