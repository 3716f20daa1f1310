import type { Crowd } from './rig.ts'

const QUERY =
  'subscription { dashboardChanged { rentalId version userId bookId title status paymentState points dueAt } }'

/** Clients with one member's token, who share a group. */
export function identical(clients: number): Crowd {
  const name = `${clients} identical`
  return { name, query: QUERY, clients, members: [`the-one-of-${clients}`] }
}

/** Each of a member of its own. */
export function different(clients: number): Crowd {
  const members = Array.from({ length: clients }, (_, index) => `of-${clients}-member-${index}`)
  return { name: `${clients} different`, query: QUERY, clients, members }
}
