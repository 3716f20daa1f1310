import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { z } from 'zod'
import { newSecret } from '@ebook/processes/secrets'

/** The key file is there and cannot be used. */
export class UnusableKeys extends Error {
  override readonly name = 'UnusableKeys'
}

/** What the development issuer signs with. */
export interface SigningKeys {
  /** Private, RSA, with `kid`. */
  readonly key: JWK & { readonly kid: string }
  readonly cookieSecret: string
}

export const SIGNING_ALGORITHM = 'RS256'

const Stored = z.object({
  key: z.looseObject({ kty: z.literal('RSA'), kid: z.string(), n: z.string(), e: z.string(), d: z.string() }),
  cookieSecret: z.string(),
})

/** The keys in the file. Throws UnusableKeys when there is no such file, or it holds something else. */
export async function readSigningKeys(file: string): Promise<SigningKeys> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UnusableKeys(`the development issuer's keys cannot be read: ${String(error)}`, { cause: error })
  })
  try {
    return Stored.parse(JSON.parse(text))
  } catch (error) {
    throw new UnusableKeys(`${file} does not hold the development issuer's keys; delete it, and new ones are made`, {
      cause: error,
    })
  }
}

/** The keys in the file, made at the first call: tokens outlive the process. Safe to call from several processes. */
export async function ensureSigningKeys(file: string): Promise<SigningKeys> {
  await mkdir(dirname(file), { recursive: true })
  const aside = `${file}.${randomUUID()}`
  const exists = await readFile(file).then(
    () => true,
    () => false,
  )
  if (!exists) {
    const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true })
    const key = { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: SIGNING_ALGORITHM, use: 'sig' }
    await writeFile(aside, JSON.stringify({ key, cookieSecret: newSecret() }), { mode: 0o600 })
    // A link does not replace: of two processes that come at once, one wins and both read its keys.
    await link(aside, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    await rm(aside)
  }
  return readSigningKeys(file)
}
