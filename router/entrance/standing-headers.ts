import type { FastifyInstance } from 'fastify'

/** Of one answer, or told otherwise: by whom it is sent, how long it is, and when. */
const ofOneAnswer: ReadonlySet<string> = new Set(['content-type', 'content-length', 'date', 'connection'])
const UNLISTED = 'https://unlisted.invalid'

/** The headers that stand in every answer, as the server itself gives them: asked for once, and not made anew each time. */
export class StandingHeaders {
  readonly #byOrigin: ReadonlyMap<string | undefined, readonly string[]>

  private constructor(byOrigin: ReadonlyMap<string | undefined, readonly string[]>) {
    this.#byOrigin = byOrigin
  }

  /** `origins` are those whose pages may read answers. */
  static async of(server: FastifyInstance, origins: readonly string[]): Promise<StandingHeaders> {
    const entries = [undefined, UNLISTED, ...origins].map(async (origin) => {
      const asked = { method: 'GET', url: '/health/live', headers: origin === undefined ? {} : { origin } } as const
      const { headers } = await server.inject(asked)
      const standing = Object.entries(headers).filter(([name]) => !ofOneAnswer.has(name))
      const flat = standing.flatMap(([name, value]) => [name, String(value)])
      return [origin, [...flat, 'cache-control', 'no-store']] as const
    })
    return new StandingHeaders(new Map(await Promise.all(entries)))
  }

  /** Names and values in turn. */
  for(origin: string | undefined): readonly string[] {
    return this.#byOrigin.get(origin) ?? this.#byOrigin.get(UNLISTED) ?? []
  }
}
