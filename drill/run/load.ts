import { setTimeout as delay } from 'node:timers/promises'
import type { Identity } from '@ebook/clients/caller'
import { send } from '@ebook/clients/caller'
import { eventually } from '@ebook/clients/people'
import { SeededRandom } from '@ebook/clients/seeded-random'
import { Client, type Circumstances } from '../people/client.ts'
import { liveAsLibrarian } from '../people/librarian.ts'
import { liveAsMember } from '../people/member.ts'
import { Watcher } from '../people/watcher.ts'

export interface LoadSettings extends Omit<Circumstances, 'random' | 'over' | 'answered'> {
  readonly seed: number
  readonly members: number
  readonly librarians: number
}

/** So many members, and a librarian, come when all is over: they need a snapshot of what was before. */
const LATECOMERS = 2

export interface Answers {
  readonly answers: number
  readonly p99: number
}

/** Of fewer, one slow answer would be the figure. */
const ANSWERS_ENOUGH = 150
const ANSWERS_WITHIN_MS = 60_000

/** Everybody who uses the installation during a drill. */
export interface Load {
  readonly watchers: readonly Watcher[]
  /** How long answers took, in ms, since it was asked last: of enough answers, or of all that came within a minute. */
  pace(): Promise<Answers>
  /** Nobody begins anything new; returns when everybody has finished what they had begun. */
  end(): Promise<void>
  /** The subscribers go too. */
  leave(): void
}

/** Seats of the titles: of the first few people fight for the last seat. */
const SEATS = [1, 1, 2, 3, 500]

/** Registers the titles, and lets everybody begin. */
export async function startLoad(settings: LoadSettings): Promise<Load> {
  const { seed } = settings
  const ending = new AbortController()
  let took: number[] = []
  const circumstances = (name: string): Circumstances => ({
    ...settings,
    random: new SeededRandom(seed, name),
    over: ending.signal,
    answered: (ms) => void took.push(ms),
  })
  const person = (sub: string, role: Identity['role']) => new Client({ sub, role }, circumstances(sub))
  const members = Array.from({ length: settings.members }, (_, n) => person(`member-${n}`, 'MEMBER'))
  const librarians = Array.from({ length: settings.librarians }, (_, n) => person(`librarian-${n}`, 'ADMIN'))
  const titles: string[] = []
  for (const seats of SEATS) titles.push(await register(settings, seats))

  const watch = (name: string) => (client: Client) =>
    new Watcher(
      `${name} of ${client.identity.sub}`,
      client.identity,
      circumstances(`${name} of ${client.identity.sub}`),
    )
  const watchers = [...members.filter((_, n) => n % 2 === 0), ...librarians].map(watch('subscription'))
  await Promise.all(watchers.map((watcher) => watcher.connect()))
  // Of the others there are seats enough.
  const library = { titles: titles.slice(0, 3), members: members.map(({ identity }) => identity.sub) }
  const lives = Promise.all([
    ...members.map((member) => liveAsMember(member, titles)),
    ...librarians.map((librarian) => liveAsLibrarian(librarian, library)),
  ])
  // Told by whoever awaits the end.
  lives.catch(() => undefined)
  return {
    watchers,
    async pace() {
      const deadline = performance.now() + ANSWERS_WITHIN_MS
      while (took.length < ANSWERS_ENOUGH && performance.now() < deadline) await delay(100)
      const sorted = took.toSorted((one, other) => one - other)
      took = []
      return { answers: sorted.length, p99: Math.round(sorted[Math.floor(sorted.length * 0.99)] ?? 0) }
    },
    async end() {
      ending.abort()
      await lives
      const late = [...members.slice(0, LATECOMERS), ...librarians.slice(0, 1)].map(watch('late subscription'))
      await Promise.all(late.map((watcher) => watcher.connect()))
      watchers.push(...late)
    },
    leave() {
      for (const watcher of watchers) watcher.leave()
    },
  }
}

async function register({ entrance, seed }: LoadSettings, seats: number): Promise<string> {
  const input = { title: `Of seed ${seed}, ${seats} seats`, authors: ['An Author'], rentalFee: 1_000, seats }
  return eventually('a title is registered', async () => {
    const reply = await send(entrance, { sub: 'librarian-0', role: 'ADMIN' }, 'RegisterBook', { input })
    return reply.outcome === 'ok' ? (reply.payload.book.id as string) : undefined
  })
}
