export type DemoRole = 'MEMBER' | 'ADMIN'

export interface DemoUser {
  readonly sub: string
  readonly name: string
  readonly roles: readonly DemoRole[]
}

/** Whoever signs in at the development issuer is one of these. There is no password. */
export const DEMO_USERS: readonly DemoUser[] = [
  { sub: 'alice', name: 'Alice', roles: ['MEMBER'] },
  { sub: 'bob', name: 'Bob', roles: ['MEMBER'] },
  { sub: 'carol', name: 'Carol', roles: ['MEMBER'] },
  { sub: 'libby', name: 'Libby, the librarian', roles: ['ADMIN'] },
  { sub: 'noah', name: 'Noah, her colleague', roles: ['ADMIN'] },
]
