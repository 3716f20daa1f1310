import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { failureOf, isCertain } from '../api/client.ts'
import type { UserErrorCode } from '../generated/librarian.ts'

export type Pressed =
  { readonly kind: 'open' | 'sending' | 'done' } | { readonly kind: 'refused'; readonly words: string }

/** One press and what became of it; pressed again while it is under way, nothing happens. What is sent may be repeated without harm. */
export function usePress(send: () => Promise<readonly { readonly code: UserErrorCode }[]>) {
  const { t } = useTranslation()
  const { t: staff } = useTranslation('librarian')
  const [pressed, setPressed] = useState<Pressed>({ kind: 'open' })
  const underWay = useRef(false)

  async function press(): Promise<void> {
    if (underWay.current) return
    underWay.current = true
    setPressed({ kind: 'sending' })
    try {
      const [refusal] = await send()
      setPressed(refusal ? { kind: 'refused', words: t(`userError.${refusal.code}`) } : { kind: 'done' })
    } catch (error) {
      const failure = failureOf(error)
      const after = isCertain(failure) ? '' : ` ${staff('press.again')}`
      setPressed({ kind: 'refused', words: `${t(`failure.${failure}`)}${after}` })
    } finally {
      underWay.current = false
    }
  }

  return { pressed, press }
}
