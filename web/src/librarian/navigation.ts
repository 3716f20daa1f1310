import type { Destination } from '../layout/navigation.tsx'

/** In the header for whoever is a librarian. */
export const librarianDestinations: readonly Destination[] = [
  { to: '/queue', label: 'queue' },
  { to: '/all-rentals', label: 'allRentals' },
  { to: '/register', label: 'register' },
  { to: '/import', label: 'importing' },
  { to: '/dead-letters', label: 'deadLetters' },
  { to: '/figures', label: 'figures' },
]
