import { defaultDataDir, layoutOf, readState } from '@ebook/stack/data-dir'
import { readSigningKeys } from '@ebook/stack/signing-keys'
import { mintToken, type TokenRequest } from '@ebook/stack/token'

/** There is no development stack whose tokens could be made here; the message says what to do. */
class NoStack extends Error {
  override readonly name = 'NoStack'
}

/** A token that the development stack on this DATA_DIR accepts. Throws NoStack. */
export async function stackToken(request: Pick<TokenRequest, 'sub' | 'roles' | 'ttl'>): Promise<string> {
  const layout = layoutOf(defaultDataDir())
  const state = await readState(layout)
  if (!state)
    throw new NoStack(`no stack was ever started on ${layout.dataDir}. Run \`npm start\` first, or set DATA_DIR.`)
  const { url, audience, embedded } = state.issuer
  if (!embedded) throw new NoStack(`this stack takes its tokens from ${url}: get one there.`)
  return mintToken(await readSigningKeys(layout.issuerKeys), { ...request, issuer: url, audience })
}
