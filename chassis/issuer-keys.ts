import { createLocalJWKSet, errors, type CryptoKey, type FlattenedJWSInput, type JWSHeaderParameters } from 'jose'
import { z } from 'zod'

/** The issuer's keys are needed and cannot be had: nobody can say whether the token is good. Not the caller's fault. */
export class IssuerUnreachable extends Error {
  override readonly name = 'IssuerUnreachable'
}

export interface KeySettings {
  readonly issuer: string
  /** Where the keys are, if that is not to be found out from the issuer: its name may lead elsewhere from here. */
  readonly address?: string | undefined
  /** After this many milliseconds keys are fetched anew, beside the requests that still use the old ones. */
  readonly refreshAfterMs?: number
  /** An unknown key or a failed fetch leads to a new fetch at most this often, in milliseconds. */
  readonly cooldownMs?: number
  /** Its clock and ours differ by so many seconds, ours being later when positive: good tokens are refused, or bad ones not. */
  readonly onClocksApart?: (seconds: number) => void
}

export type KeyResolver = (header: JWSHeaderParameters, token: FlattenedJWSInput) => Promise<CryptoKey>

const FETCH_TIMEOUT_MS = 3_000
// An issuer that is away for long must not be able to keep a withdrawn key alive.
const OLDEST_USABLE_MS = 24 * 3_600_000
// Far more than an answer takes on its way.
const CLOCKS_APART_S = 30

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) })
const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })

/**
 * The issuer's signing keys, found by OpenID discovery or at `<issuer>/jwks`. Unlike jose's remote key set it keeps
 * using the keys it has while the issuer is away: an issuer that restarts does not log everybody out.
 */
export function issuerKeys(settings: KeySettings): KeyResolver {
  const { issuer, address, refreshAfterMs = 600_000, cooldownMs = 5_000, onClocksApart } = settings
  let keys: { readonly find: ReturnType<typeof createLocalJWKSet>; readonly fetchedAt: number } | undefined
  let triedAt = -Infinity
  let failure: IssuerUnreachable | undefined
  let underway: Promise<void> | undefined

  const fetchOnce = (): Promise<void> => {
    underway ??= (address === undefined ? fetchKeys(issuer) : readKeys(address))
      .then(({ found, clocksApart }) => {
        if (Math.abs(clocksApart) > CLOCKS_APART_S) onClocksApart?.(clocksApart)
        keys = { find: createLocalJWKSet(found), fetchedAt: performance.now() }
        failure = undefined
      })
      .catch((error: unknown) => {
        const variable =
          address === undefined ? 'OIDC_ISSUER (or OIDC_JWKS_URL, by its name from here)' : 'OIDC_JWKS_URL'
        const why = `the keys of ${issuer} cannot be fetched: is it running, and ${variable} right?`
        failure = new IssuerUnreachable(why, { cause: error })
      })
      .finally(() => {
        triedAt = performance.now()
        underway = undefined
      })
    return underway
  }
  const mayFetch = () => underway !== undefined || performance.now() - triedAt >= cooldownMs

  return async (header, token) => {
    const age = keys === undefined ? Infinity : performance.now() - keys.fetchedAt
    if (age > OLDEST_USABLE_MS) {
      if (mayFetch()) await fetchOnce()
      if (failure !== undefined) throw failure
    } else if (age > refreshAfterMs && mayFetch()) {
      // It keeps its failure for those who need the keys.
      fetchOnce().catch(() => undefined)
    }
    if (keys === undefined) throw new IssuerUnreachable(`the keys of ${issuer} have not been fetched`)
    try {
      return await keys.find(header, token)
    } catch (error) {
      // A key that we do not know may be one that is newer than our last fetch.
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      if (mayFetch()) await fetchOnce()
      if (failure !== undefined) throw failure
      return keys.find(header, token)
    }
  }
}

async function fetchKeys(issuer: string) {
  const base = issuer.replace(/\/$/, '')
  const response = await get(`${base}/.well-known/openid-configuration`)
  if (response.status === 404) return readKeys(`${base}/jwks`)
  const discovered = Discovery.parse(await bodyOf(response))
  if (discovered.issuer !== issuer) throw new Error(`${issuer} says that it is ${discovered.issuer}`)
  return readKeys(discovered.jwks_uri)
}

async function readKeys(address: string) {
  const response = await get(address)
  const theirs = Date.parse(response.headers.get('date') ?? '')
  const clocksApart = Number.isNaN(theirs) ? 0 : Math.round((Date.now() - theirs) / 1_000)
  return { found: KeySet.parse(await bodyOf(response)), clocksApart }
}

function get(address: string): Promise<Response> {
  return fetch(address, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS), redirect: 'error' })
}

async function bodyOf(response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`)
  return response.json()
}
