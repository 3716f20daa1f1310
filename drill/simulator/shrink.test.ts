import { expect, test } from 'vitest'
import type { Script, Step } from './schedule.ts'
import { shrink } from './shrink.ts'

const step = (kind: string, what: string, luck = 0): Step => ({ kind, what, luck })

const noise = (from: number) => Array.from({ length: 20 }, (_, index) => step('clock', `second ${from + index}`, 7))

const failing: Script = {
  replicas: 2,
  steps: [
    ...noise(0),
    step('request', 'Ann asks', 3),
    ...noise(20),
    step('request', 'Ben asks', 4),
    step('pay', 'the member pays again for rental 1', 5),
    ...noise(40),
    step('cancel', 'the member cancels rental 2', 6),
  ],
}

/** Ben's rental is canceled, in a step of bad luck; Ann's has nothing to do with it. */
async function showsIt({ steps }: Script): Promise<boolean> {
  const requests = steps.filter(({ kind }) => kind === 'request')
  const rental = requests.findIndex(({ what }) => what === 'Ben asks') + 1
  const canceled = steps.find(({ kind, what }) => kind === 'cancel' && what === `the member cancels rental ${rental}`)
  return rental > 0 && canceled !== undefined && canceled.luck > 0
}

test('what is left shows the same, and nothing in it can be left out', async () => {
  expect(await showsIt(failing)).toBe(true)
  expect(await shrink(failing, showsIt)).toEqual({
    replicas: 1,
    steps: [step('request', 'Ben asks'), step('cancel', 'the member cancels rental 1', 6)],
  })
})

test('the same script shrinks to the same, with the same trials', async () => {
  const trialsOf = async () => {
    const trials: Script[] = []
    await shrink(failing, (script) => {
      trials.push(script)
      return showsIt(script)
    })
    return trials
  }
  expect(await trialsOf()).toEqual(await trialsOf())
})
