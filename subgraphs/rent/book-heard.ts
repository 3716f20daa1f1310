import type { RentPorts } from './ports.ts'

/**
 * Whether what rent knows of a title's availability says something. How long ago book was heard, not when: both ends of the
 * interval are read from this process' own clock.
 */
export function isBookHeard({ messaging, settings }: Pick<RentPorts, 'messaging' | 'settings'>): boolean {
  const heardAt = messaging.producerSeenAt('book')
  return heardAt !== undefined && Date.now() - heardAt.getTime() < settings.availabilityTrustedForMs
}
