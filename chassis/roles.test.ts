import { describe, expect, test } from 'vitest'
import { claim, ConfigError, readConfig } from './config.ts'
import { configuredVerifier } from './identity.ts'
import { claimOf, rolesIn, STANDARD_ROLES } from './roles.ts'
import { startTestIssuer } from './testing/issuer.ts'

describe('C28 the claim with the roles is', () => {
  test.each([
    ['roles', ['roles']],
    ['groups', ['groups']],
    ['realm_access.roles', ['realm_access', 'roles']],
    ['https://library.example/roles', ['https://library.example/roles']],
    ['library.example/roles', ['library.example/roles']],
    ['cognito:groups', ['cognito:groups']],
    ['/resource_access/my.client/roles', ['resource_access', 'my.client', 'roles']],
    ['/https:~1~1library.example~1access/a~0b', ['https://library.example/access', 'a~b']],
  ])('%s', (given, names) => expect(claimOf(given)).toEqual(names))

  test.each(['a..b', '.roles', 'roles.', '/', '//roles', '/a/'])(
    'not %s, and the error names the variable',
    (given) => {
      expect(claimOf(given)).toBeUndefined()
      const read = () => readConfig({ OIDC_ROLES_CLAIM: claim('roles') }, { OIDC_ROLES_CLAIM: given })
      expect(read).toThrow(ConfigError)
      expect(read).toThrow(`OIDC_ROLES_CLAIM is "${given}"; expected a claim such as`)
    },
  )
})

describe('C28 roles are', () => {
  const names = { MEMBER: ['reader', 'staff'], ADMIN: ['librarian', 'staff'] }
  const read = (roles: unknown) => rolesIn({ roles }, { claim: ['roles'], names })
  test.each([
    [['reader'], ['MEMBER']],
    [['librarian', 'other'], ['ADMIN']],
    [['staff'], ['MEMBER', 'ADMIN']],
    ['librarian', ['ADMIN']],
    ['reader librarian', ['MEMBER', 'ADMIN']],
    ['reader, librarian', ['MEMBER', 'ADMIN']],
    [['MEMBER', 'ADMIN'], []],
    [['Librarian', 'librarian '], []],
    [[], []],
    ['', []],
  ])('in %j: %j', (given, roles) => expect(read(given)).toEqual(roles))

  test.each([undefined, null, 7, {}, [['librarian']], ['reader', 7], [{ name: 'librarian' }]])(
    'not told by %j',
    (given) => expect(read(given)).toBeUndefined(),
  )

  test("a token's own: never what every object has", () => {
    const at = (...path: string[]) =>
      rolesIn(JSON.parse('{"a":["ADMIN"]}') as object, { ...STANDARD_ROLES, claim: path })
    expect(at('a')).toEqual(['ADMIN'])
    for (const path of [['__proto__'], ['constructor', 'name'], ['a', 'length'], ['a', '0'], ['a', 'b']]) {
      expect(at(...path)).toBeUndefined()
    }
    const own = JSON.parse('{"__proto__":{"roles":["ADMIN"]}}') as object
    expect(rolesIn(own, STANDARD_ROLES)).toBeUndefined()
    expect(rolesIn(own, { ...STANDARD_ROLES, claim: ['__proto__', 'roles'] })).toEqual(['ADMIN'])
  })
})

// What these issuers put into access tokens, by their documentation; docs/operating.md names the same variables.
describe('C28 a token of', () => {
  const keycloak = {
    azp: 'library-web',
    aud: ['ebook-rental', 'account'],
    typ: 'Bearer',
    sub: '1c5f3b52-93c1-4d1e-8a5a-3f6d7a0f2f5b',
    realm_access: { roles: ['offline_access', 'default-roles-library', 'librarian'] },
    resource_access: { 'library.web': { roles: ['reader'] }, account: { roles: ['view-profile'] } },
    scope: 'openid profile',
    preferred_username: 'libby',
  }
  const auth0 = {
    aud: ['ebook-rental', 'https://library.eu.auth0.com/userinfo'],
    azp: 'my_client_id',
    sub: 'auth0|5f7c8ec7c33c6c004bbafe82',
    scope: 'openid profile offline_access',
    'https://library.example/roles': ['librarian'],
    permissions: [],
  }
  const entra = {
    aud: 'ebook-rental',
    ver: '2.0',
    sub: 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ',
    groups: ['0f8fad5b'],
  }
  const cognito = { aud: 'ebook-rental', token_use: 'access', sub: 'aaaaaaaa-bbbb', 'cognito:groups': ['librarian'] }

  test.each([
    ['Keycloak, a realm role', keycloak, { OIDC_ROLES_CLAIM: 'realm_access.roles' }, ['ADMIN']],
    ['Keycloak, a client role', keycloak, { OIDC_ROLES_CLAIM: '/resource_access/library.web/roles' }, ['MEMBER']],
    ['Auth0', auth0, { OIDC_ROLES_CLAIM: 'https://library.example/roles' }, ['ADMIN']],
    ['Microsoft Entra', entra, { OIDC_ROLES_CLAIM: 'groups', OIDC_ADMIN_ROLES: '0f8fad5b' }, ['ADMIN']],
    ['Amazon Cognito', cognito, { OIDC_ROLES_CLAIM: 'cognito:groups' }, ['ADMIN']],
  ])('%s is read as the variables say', async (_, claims, env, roles) => {
    const issuer = await startTestIssuer()
    const { OIDC_ROLES_CLAIM: where, OIDC_ADMIN_ROLES: admins = 'librarian' } = { OIDC_ADMIN_ROLES: undefined, ...env }
    const verifier = configuredVerifier({
      OIDC_ISSUER: issuer.url,
      OIDC_AUDIENCE: issuer.audience,
      OIDC_ROLES_CLAIM: claimOf(where) ?? [],
      OIDC_MEMBER_ROLES: ['reader'],
      OIDC_ADMIN_ROLES: [admins],
    })
    const token = await issuer.token({ ...claims, roles: ['MEMBER', 'ADMIN'] })
    expect(await verifier.verify(`Bearer ${token}`)).toMatchObject({ sub: claims.sub, roles })
    // The same token where nobody has said where its roles are.
    const plain = configuredVerifier({ OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: issuer.audience })
    await expect(plain.verify(`Bearer ${await issuer.token({ ...claims, roles: undefined })}`)).rejects.toMatchObject({
      reason: 'wrong-roles',
    })
    await issuer.stop()
  })
})
