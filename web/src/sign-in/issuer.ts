import type { Configuration } from '../api/configuration.ts'
import { CALLBACK, type Issuer } from './session.ts'

/** The configured issuer. What speaks to it is loaded when it is first spoken to: reading the catalogue needs none of it. */
export function issuerOf(configuration: Configuration): Issuer {
  let loaded: Promise<Issuer> | undefined
  const issuer = () => {
    loaded ??= load(configuration).catch((error: unknown) => {
      loaded = undefined
      throw error
    })
    return loaded
  }
  return {
    signinRedirect: async (asked) => (await issuer()).signinRedirect(asked),
    signinCallback: async (url) => (await issuer()).signinCallback(url),
    signinSilent: async (asked) => (await issuer()).signinSilent(asked),
    signoutRedirect: async (asked) => (await issuer()).signoutRedirect(asked),
    removeUser: async () => (await issuer()).removeUser(),
  }
}

async function load({ issuer, clientId, audience }: Configuration): Promise<Issuer> {
  const { InMemoryWebStorage, UserManager, WebStorageStateStore } = await import('oidc-client-ts')
  return new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${location.origin}${CALLBACK}`,
    post_logout_redirect_uri: `${location.origin}/`,
    scope: 'openid profile offline_access',
    // Some issuers are told so whom the token is for; others overlook it (RFC 6749, 3.1).
    extraQueryParams: { audience },
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    // The verifier has to outlive the redirect; it is worth nothing without the code, and is removed with it.
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    automaticSilentRenew: false,
    monitorSession: false,
    // Going back from the page leads to the one before, and not to where the issuer asked.
    redirectMethod: 'replace',
  })
}
