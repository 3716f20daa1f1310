import type { Script, Step } from './schedule.ts'

/** Whether a script still shows what is looked for. */
export type Shows = (script: Script) => Promise<boolean>

/**
 * The shortest script found that still shows it: leaves out ever smaller runs of steps (delta debugging, Zeller), and
 * takes the surprises out of those that stay. What comes back shows it too.
 */
export async function shrink(script: Script, shows: Shows): Promise<Script> {
  let shortest = script
  for (let before = Number.POSITIVE_INFINITY; sizeOf(shortest) < before;) {
    before = sizeOf(shortest)
    shortest = await withFewerSteps(shortest, shows)
    shortest = await withFewerRentals(shortest, shows)
    shortest = await withoutSurprises(shortest, shows)
    shortest = await withoutReplicas(shortest, shows)
  }
  return shortest
}

const sizeOf = ({ replicas, steps }: Script): number =>
  replicas + steps.reduce((size, { luck }) => size + (luck === 0 ? 2 : 3), 0)

async function withFewerSteps(script: Script, shows: Shows): Promise<Script> {
  let shortest = script
  for (let run = Math.ceil(script.steps.length / 2); run >= 1; run = run === 1 ? 0 : Math.ceil(run / 2)) {
    // From the end: what comes last has nothing that depends on it.
    for (let from = shortest.steps.length - run; from > -run; from -= run) {
      const steps = shortest.steps.toSpliced(Math.max(from, 0), Math.min(run, run + from))
      if (steps.length === shortest.steps.length) continue
      const shorter = { ...shortest, steps }
      if (await shows(shorter)) shortest = shorter
    }
  }
  return shortest
}

const rentalsIn = (what: string): number[] => [...what.matchAll(/\brental (\d+)/g)].map(([, number]) => Number(number))

/** Leaves out a rental with all that is said of it; the later ones move up, as they would be counted then. */
async function withFewerRentals(script: Script, shows: Shows): Promise<Script> {
  let shortest = script
  for (let requested = 0; requested < shortest.steps.length; requested += 1) {
    if (shortest.steps[requested]?.kind !== 'request') continue
    const number = shortest.steps.slice(0, requested + 1).filter(({ kind }) => kind === 'request').length
    const steps = shortest.steps
      .filter(({ what }, index) => index !== requested && !rentalsIn(what).includes(number))
      .map((step) => ({ ...step, what: movedUp(step.what, number) }))
    const shorter = { ...shortest, steps }
    if (await shows(shorter)) {
      shortest = shorter
      requested -= 1
    }
  }
  return shortest
}

const movedUp = (what: string, without: number): string =>
  what.replaceAll(/\brental (\d+)/g, (_, text: string) => `rental ${Number(text) - (Number(text) > without ? 1 : 0)}`)

async function withoutSurprises(script: Script, shows: Shows): Promise<Script> {
  let calmest = script
  for (const [index, step] of script.steps.entries()) {
    if (step.luck === 0) continue
    const calm: Step = { ...step, luck: 0 }
    const calmer = { ...calmest, steps: calmest.steps.with(index, calm) }
    if (await shows(calmer)) calmest = calmer
  }
  return calmest
}

async function withoutReplicas(script: Script, shows: Shows): Promise<Script> {
  if (script.replicas === 1) return script
  const alone = { ...script, replicas: 1 }
  return (await shows(alone)) ? alone : script
}
