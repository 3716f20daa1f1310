// The part of oidc-provider 9 that the development issuer uses; the package brings no types.
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  interface Grant {
    addOIDCScope(scope: string): void
    addResourceScope(resource: string, scope: string): void
    save(): Promise<string>
  }

  interface Client {
    readonly clientId: string
  }

  interface Context {
    body: string
    set(headers: Readonly<Record<string, string>>): void
    readonly oidc: {
      readonly client: Client
      readonly entities: { readonly IdTokenHint?: { readonly payload: Readonly<Record<string, unknown>> } }
      readonly session: {
        readonly accountId: string
        grantIdFor(clientId: string): string | undefined
        sidFor(clientId: string): string | undefined
      }
      readonly provider: Provider
    }
  }

  interface Account {
    readonly accountId: string
    claims(): { sub: string } & Record<string, unknown>
  }

  interface Interaction {
    readonly uid: string
    readonly prompt: { readonly name: string }
    readonly params: Readonly<Record<string, unknown>>
  }

  interface ResourceServer {
    scope: string
    audience: string
    accessTokenFormat: 'jwt'
    accessTokenTTL: number
    jwt: { sign: { alg: string } }
  }

  interface Configuration {
    clients: Record<string, unknown>[]
    jwks: { keys: object[] }
    cookies: { keys: string[] }
    scopes: string[]
    claims: Record<string, string[]>
    ttl: Record<string, number>
    responseTypes: string[]
    pkce: { required(): boolean }
    features: {
      devInteractions: { enabled: boolean }
      rpInitiatedLogout: { enabled: boolean; logoutSource(context: Context, form: string): void }
      resourceIndicators: {
        enabled: boolean
        defaultResource(): Promise<string>
        useGrantedResource(): Promise<boolean>
        getResourceServerInfo(context: Context, resource: string): Promise<ResourceServer>
      }
    }
    interactions: { url(context: Context, interaction: Interaction): string }
    clientBasedCORS(context: Context, origin: string): boolean
    findAccount(context: Context, sub: string): Promise<Account | undefined>
    loadExistingGrant(context: Context): Promise<Grant | undefined>
    issueRefreshToken(): Promise<boolean>
    extraTokenClaims(context: Context, token: { readonly accountId?: string }): Promise<Record<string, unknown>>
    renderError(context: { type: string; body: string }, out: { error: string; error_description?: string }): void
  }

  export default class Provider {
    constructor(issuer: string, configuration: Configuration)
    readonly Grant: {
      new (of: { clientId: string; accountId: string }): Grant
      find(id: string): Promise<Grant | undefined>
    }
    /** `includeSid`: whether this client's ID tokens name the session. */
    readonly Client: { readonly prototype: { includeSid(): boolean } }
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>
  }

  export const errors: { InvalidTarget: new () => Error }
}
