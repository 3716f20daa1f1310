import { ActionIcon, Indicator } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useUnread } from './use-unread.ts'

const MOST_SHOWN = 99

/** Leads to the notices, and says how many were not read. */
export function Bell() {
  const { t } = useTranslation()
  const unread = useUnread() ?? 0
  return (
    <Indicator
      label={unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}
      size={18}
      color="red.9"
      disabled={unread === 0}
      offset={4}
    >
      <ActionIcon
        component={Link}
        to="/notices"
        variant="subtle"
        size="lg"
        aria-label={unread === 0 ? t('notices.title') : t('notices.unread', { count: unread })}
      >
        <IconBell size={20} aria-hidden />
      </ActionIcon>
    </Indicator>
  )
}
