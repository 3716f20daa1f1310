import { Text, ThemeIcon } from '@mantine/core'
import { IconCheck, IconClock, IconMinus, IconPoint, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { RentalRow } from '../live/my-rentals.ts'
import { useFormats } from '../words/format.ts'
import classes from './rental-timeline.module.css'
import { stepsOf, WITH_TIME, withoutMoney, type Step } from './timeline-steps.ts'

const LOOKS: Readonly<Record<Step['state'], { Icon: typeof IconCheck; color: string }>> = {
  done: { Icon: IconCheck, color: 'green.9' },
  now: { Icon: IconClock, color: 'cyan.9' },
  later: { Icon: IconPoint, color: 'gray.6' },
  failed: { Icon: IconX, color: 'red.9' },
  skipped: { Icon: IconMinus, color: 'gray.6' },
}

export function RentalTimeline({ row }: { row: RentalRow }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const steps = row.rentalFee === 0 ? stepsOf(row).map(withoutMoney) : stepsOf(row)
  return (
    <ol className={classes['steps']} aria-label={t('timeline.label')}>
      {steps.map(({ title, state, words, at }) => {
        const { Icon, color } = LOOKS[state]
        const time = at === null ? '' : formats.moment(at)
        return (
          <li
            key={title}
            className={classes['step']}
            data-state={state}
            aria-current={state === 'now' ? 'step' : undefined}
          >
            <ThemeIcon
              size={22}
              radius="xl"
              color={color}
              variant={state === 'done' || state === 'now' ? 'filled' : 'outline'}
            >
              <Icon size={14} aria-hidden />
            </ThemeIcon>
            <div>
              <Text size="sm" fw={600}>
                {t(`timeline.${title}`)}
              </Text>
              <Text size="sm" c="gray.7">
                {words === 'requested' ? time : t(`timeline.${words}`, { time })}
                {words !== 'requested' && !WITH_TIME.has(words) && time !== '' && <> · {time}</>}
              </Text>
            </div>
          </li>
        )
      })}
    </ol>
  )
}
