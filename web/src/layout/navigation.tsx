import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useImportPercent } from '../import/import-desk.ts'
import type { Role } from '../sign-in/viewer.ts'
import type { Words } from '../words/en.ts'
import classes from './navigation.module.css'

export interface Destination {
  /** A path without parameters. */
  readonly to: string
  readonly label: Exclude<keyof Words['nav'], 'label'>
}

const forEverybody: readonly Destination[] = [{ to: '/', label: 'catalogue' }]
const forMembers: readonly Destination[] = [
  { to: '/rentals', label: 'rentals' },
  { to: '/points', label: 'points' },
  { to: '/my-data', label: 'myData' },
]
export const forLibrarians: readonly Destination[] = [
  { to: '/queue', label: 'queue' },
  { to: '/all-rentals', label: 'allRentals' },
  { to: '/members', label: 'members' },
  { to: '/register', label: 'register' },
  { to: '/import', label: 'importing' },
  { to: '/dead-letters', label: 'deadLetters' },
  { to: '/figures', label: 'figures' },
  { to: '/reports', label: 'reports' },
]

export function destinationsFor(roles: readonly Role[]): readonly Destination[] {
  return [
    ...forEverybody,
    ...(roles.includes('MEMBER') ? forMembers : []),
    ...(roles.includes('ADMIN') ? forLibrarians : []),
  ]
}

export function Navigation({ destinations, onGo }: { destinations: readonly Destination[]; onGo?: () => void }) {
  const { t } = useTranslation()
  return destinations.map(({ to, label }) => (
    <Anchor
      key={to}
      component={Link}
      to={to}
      className={classes['link'] ?? ''}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      onClick={onGo}
      underline="never"
    >
      {t(`nav.${label}`)}
      {label === 'importing' && <ImportMark />}
    </Anchor>
  ))
}

/** How far an import is that runs while another page is looked at. */
function ImportMark() {
  const percent = useImportPercent()
  return percent === undefined ? null : ` ${percent}%`
}
