import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { failureOf, isCertain } from '../api/client.ts'
import type { UserErrorCode } from '../generated/librarian.ts'

export type Pressed =
  | { readonly kind: 'open' | 'sending' | 'done' }
  /** With the input's field that is to blame, if one is. */
  | { readonly kind: 'refused'; readonly words: string; readonly field?: string | undefined }

export interface Refusal {
  readonly code: UserErrorCode
  readonly field?: readonly string[] | null
}

/** One press and what became of it; pressed again while it is under way, nothing happens. What is sent may be repeated without harm. */
export function usePress(send: () => Promise<readonly Refusal[]>) {
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
      const field = refusal?.field?.at(-1)
      setPressed(refusal ? { kind: 'refused', words: t(`userError.${refusal.code}`), field } : { kind: 'done' })
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
