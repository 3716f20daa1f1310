import type { Destination } from '../layout/navigation.tsx'

/** In the header for whoever is a librarian. */
export const librarianDestinations: readonly Destination[] = [{ to: '/queue', label: 'queue' }]
