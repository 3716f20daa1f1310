import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface DialogProps {
  readonly isOpen: boolean
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Something that is asked or said before anything else goes on. */
export function Dialog({ isOpen, title, onClose, children }: DialogProps) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': t('site.close') }}
    >
      <Stack>{children}</Stack>
    </Modal>
  )
}

interface ChoiceProps {
  /** What is done when it is confirmed. */
  readonly label: string
  readonly isBusy?: boolean
  readonly isPossible?: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Rather not, which a stray press of Enter chooses, or do it. */
export function Choice({ label, isBusy = false, isPossible = true, onConfirm, onClose }: ChoiceProps) {
  const { t } = useTranslation()
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onClose} data-autofocus>
        {t('site.cancel')}
      </Button>
      <Button color="red.9" loading={isBusy} disabled={!isPossible} onClick={onConfirm}>
        {label}
      </Button>
    </Group>
  )
}
