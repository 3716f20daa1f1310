/** Which members are listed; it stands in the address. */
export interface MemberFilter {
  /** A part of the member's name. */
  readonly find?: string
  readonly blocked?: true
}

/** Of what is searched for, by the API. */
const LONGEST = 200

export function readMemberFilter(search: Record<string, unknown>): MemberFilter {
  const find = typeof search['find'] === 'string' ? search['find'].trim().slice(0, LONGEST) : ''
  return { ...(find !== '' && { find }), ...(search['blocked'] === true && { blocked: true as const }) }
}
