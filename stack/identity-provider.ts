import Provider, { errors, type Configuration, type Context } from 'oidc-provider'
import { DEMO_USERS } from './demo-users.ts'
import { pageHeaders, signOutPage } from './sign-in-page.ts'
import { SIGNING_ALGORITHM, type SigningKeys } from './signing-keys.ts'

export interface IssuerSettings {
  /** The `iss` of its tokens, and where clients find it. */
  readonly url: string
  readonly audience: string
  readonly keys: SigningKeys
  /** Where the web application lives: its redirects and its cross-origin requests are accepted from here. */
  readonly webOrigins: readonly string[]
}

/** The public client of the web application. */
const WEB_CLIENT = 'ebook-web'

// A resource indicator must be an absolute URI; the audience that services look for is a plain name.
const RESOURCE = 'urn:ebook-rental'
const RESOURCE_SCOPE = 'rental'
// Nobody can take back a token that was given: for so long somebody who has signed out could still act with theirs.
const ACCESS_TOKEN_SECONDS = 600
const SESSION_SECONDS = 14 * 24 * 3_600

/** OpenID Connect for development: Authorization Code with PKCE, access tokens as JWTs with `sub` and `roles`. */
export function createIdentityProvider(settings: IssuerSettings): Provider {
  const provider = new Provider(settings.url, configuration(settings))
  // Every ID token says of which session it is, so that signing out can tell its own application's wish from a stranger's.
  provider.Client.prototype.includeSid = () => true
  return provider
}

/**
 * The ID token of this very session came along, which only the application it was given to has: nobody is asked once
 * more. Anybody else's link or form gets a page with a button.
 */
function isAskedByItsOwn({ oidc: { client, session, entities } }: Context): boolean {
  const sid = entities.IdTokenHint?.payload['sid']
  return client !== undefined && sid !== undefined && sid === session.sidFor(client.clientId)
}

function configuration({ audience, keys, webOrigins }: IssuerSettings): Configuration {
  return {
    clients: [
      {
        client_id: WEB_CLIENT,
        client_name: 'the library',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: webOrigins.flatMap((origin) => [`${origin}/`, `${origin}/callback`]),
        post_logout_redirect_uris: webOrigins.map((origin) => `${origin}/`),
      },
    ],
    jwks: { keys: [keys.key] },
    cookies: { keys: [keys.cookieSecret] },
    scopes: ['openid', 'profile', 'offline_access'],
    claims: { openid: ['sub'], profile: ['name', 'roles'] },
    ttl: {
      AccessToken: ACCESS_TOKEN_SECONDS,
      AuthorizationCode: 60,
      IdToken: ACCESS_TOKEN_SECONDS,
      Interaction: 600,
      RefreshToken: SESSION_SECONDS,
      Grant: SESSION_SECONDS,
      Session: SESSION_SECONDS,
    },
    responseTypes: ['code'],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource(context, form) {
          context.set(pageHeaders(webOrigins))
          context.body = signOutPage(form, isAskedByItsOwn(context))
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: async () => RESOURCE,
        useGrantedResource: async () => true,
        async getResourceServerInfo(_context, resource) {
          if (resource !== RESOURCE) throw new errors.InvalidTarget()
          return {
            scope: RESOURCE_SCOPE,
            audience,
            accessTokenFormat: 'jwt',
            accessTokenTTL: ACCESS_TOKEN_SECONDS,
            jwt: { sign: { alg: SIGNING_ALGORITHM } },
          }
        },
      },
    },
    interactions: { url: (_context, interaction) => `/sign-in/${interaction.uid}` },
    clientBasedCORS: (_context, origin) => webOrigins.includes(origin),
    async findAccount(_context, sub) {
      const user = DEMO_USERS.find((one) => one.sub === sub)
      return user && { accountId: sub, claims: () => ({ sub, name: user.name, roles: user.roles }) }
    },
    // The web application is our own: signing in is consent.
    async loadExistingGrant({ oidc: { client, session, provider } }) {
      const known = session.grantIdFor(client.clientId)
      const existing = known === undefined ? undefined : await provider.Grant.find(known)
      if (existing) return existing
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid profile offline_access')
      grant.addResourceScope(RESOURCE, RESOURCE_SCOPE)
      await grant.save()
      return grant
    },
    issueRefreshToken: async () => true,
    async extraTokenClaims(_context, { accountId }) {
      return { roles: DEMO_USERS.find((user) => user.sub === accountId)?.roles ?? [] }
    },
    renderError(context, out) {
      context.type = 'json'
      context.body = JSON.stringify(out)
    },
  }
}
