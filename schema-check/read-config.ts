import { z } from 'zod'
import { Config } from './config.ts'

/** The configuration cannot be used; the message has one line per problem. */
export class BrokenConfig extends Error {
  override readonly name = 'BrokenConfig'
}

/** Without a file everything is as usual. Throws BrokenConfig. */
export function readConfig(text: string | undefined, file: string): Config {
  if (text === undefined) return Config.parse({})
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new BrokenConfig(`${file} is no JSON (${why}). Correct it, or remove it: then the defaults hold.`)
  }
  const parsed = Config.safeParse(json)
  if (parsed.success) return parsed.data
  throw new BrokenConfig(`${file} cannot be used:\n${z.prettifyError(parsed.error)}`)
}
