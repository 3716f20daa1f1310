import { defaultDataDir, layoutOf, readSecrets, readState, type Secrets } from './data-dir.ts'
import { readSigningKeys } from './signing-keys.ts'
import { mintToken, type TokenRequest } from './token.ts'

/** Nothing says where an installation is, or how to get in; the message says what to do. */
export class NoStack extends Error {
  override readonly name = 'NoStack'
}

const neverStarted = (dataDir: string, instead: string) =>
  new NoStack(`no stack was ever started on ${dataDir}. Run \`npm start\` first, set DATA_DIR, or ${instead}.`)

/** Where NATS is, and as whom: as the environment says, variable by variable, or DATA_DIR. Throws NoStack. */
export async function natsAccess(
  env: NodeJS.ProcessEnv,
  user: keyof Secrets['nats'],
  passwordVariable = 'NATS_PASSWORD',
): Promise<{ readonly url: string; readonly user: string; readonly password: string }> {
  const given = (name: string) => env[name]?.trim() || undefined
  const layout = layoutOf(defaultDataDir(env))
  const url = given('NATS_URL') ?? (await readState(layout))?.natsUrl
  const password = given(passwordVariable) ?? (await readSecrets(layout))?.nats[user]
  if (url !== undefined && password !== undefined) return { url, user: given('NATS_USER') ?? user, password }
  throw neverStarted(layout.dataDir, `set NATS_URL and ${passwordVariable}`)
}

/**
 * A token that the development stack on this DATA_DIR accepts; where ISSUER_KEY_FILE is set, as in the containers, one of
 * the development issuer that signs with it. Throws NoStack.
 */
export async function stackToken(
  request: Pick<TokenRequest, 'sub' | 'roles' | 'ttl'>,
  layout = layoutOf(defaultDataDir()),
): Promise<string> {
  const { ISSUER_KEY_FILE, OIDC_ISSUER, OIDC_AUDIENCE = 'ebook-rental' } = process.env
  if (ISSUER_KEY_FILE && OIDC_ISSUER)
    return mintToken(await readSigningKeys(ISSUER_KEY_FILE), {
      ...request,
      issuer: OIDC_ISSUER,
      audience: OIDC_AUDIENCE,
    })
  const state = await readState(layout)
  if (!state) throw neverStarted(layout.dataDir, 'say where a token comes from')
  const { url, audience, embedded } = state.issuer
  if (!embedded) throw new NoStack(`this stack takes its tokens from ${url}: get one there.`)
  return mintToken(await readSigningKeys(layout.issuerKeys), { ...request, issuer: url, audience })
}
