import { Button, Group, Popover, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle, IconCloudOff, IconPlugConnected, IconRefresh } from '@tabler/icons-react'
import { useMatches } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Standing } from '../live/follow.ts'
import { useLiveStanding } from '../live/live-context.tsx'
import { useViewer } from '../sign-in/session-context.tsx'
import { useFormats } from '../words/format.ts'

const LOOKS: Readonly<Record<Standing, { Icon: typeof IconRefresh; color: string }>> = {
  connecting: { Icon: IconRefresh, color: 'gray.7' },
  live: { Icon: IconPlugConnected, color: 'green.9' },
  behind: { Icon: IconRefresh, color: 'orange.9' },
  offline: { Icon: IconCloudOff, color: 'red.9' },
  outdated: { Icon: IconAlertTriangle, color: 'red.9' },
  stopped: { Icon: IconAlertTriangle, color: 'red.9' },
}

/** Whether the page is as the library says; of a fixed width, so that nothing beside it moves. */
export function ConnectionState() {
  const { t } = useTranslation()
  // A librarian's header is full.
  const wordFrom = useViewer()?.roles.includes('ADMIN') ? 'xl' : 'sm'
  const formats = useFormats()
  const { standing, currentAt } = useLiveStanding()
  const isLive = useMatches({ select: (matches) => matches.some(({ staticData }) => staticData.isLive) })
  if (standing === undefined) return null
  const isWell = standing === 'live' || standing === 'connecting'
  const { Icon, color } = LOOKS[standing]
  const time = currentAt === undefined ? '' : formats.moment(currentAt)
  const hint = t(`live.${standing}Hint`, { time })
  return (
    <>
      {/* Of a page that does not change by itself, only what is wrong is said. */}
      {(isLive || !isWell) && (
        <Popover width={260} position="bottom-end" withArrow shadow="md">
          <Popover.Target>
            <UnstyledButton c={color} aria-label={`${t(`live.${standing}`)}. ${hint}`} data-standing={standing} p={4}>
              <Group gap={4} wrap="nowrap" miw={{ base: 24, [wordFrom]: 96 }}>
                <Icon size={20} aria-hidden />
                <Text size="sm" fw={500} visibleFrom={wordFrom}>
                  {t(`live.${standing}`)}
                </Text>
              </Group>
            </UnstyledButton>
          </Popover.Target>
          <Popover.Dropdown>
            <Text size="sm">{hint}</Text>
            {(standing === 'outdated' || standing === 'stopped') && (
              <Button size="xs" mt="xs" onClick={() => location.reload()}>
                {t('live.reload')}
              </Button>
            )}
          </Popover.Dropdown>
        </Popover>
      )}
      <VisuallyHidden role="status">{isWell ? '' : hint}</VisuallyHidden>
    </>
  )
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** What the page shows changes by itself. */
    readonly isLive?: true
  }
}
