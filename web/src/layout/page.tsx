import { Container, Title } from '@mantine/core'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  readonly title: string
  readonly children?: ReactNode
  readonly wide?: boolean
  /** Of the title, if it is not the page's. */
  readonly lang?: string | null
  /** Above the heading. */
  readonly before?: ReactNode
}

let isFirst = true

/** A page with its title; whoever follows a link to it is put at its heading, as a browser does with a new document. */
export function Page({ title, children, wide = false, lang = null, before }: Props) {
  const { t } = useTranslation()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${t('site.name')}`
  }, [title, t])
  useEffect(() => {
    if (!isFirst) heading.current?.focus({ preventScroll: true })
    isFirst = false
  }, [])
  return (
    <Container size={wide ? 'xl' : 'md'} px={0} w="100%">
      {before}
      <Title
        order={1}
        size="h2"
        mb="md"
        ref={heading}
        lang={lang ?? undefined}
        tabIndex={-1}
        style={{ outline: 'none' }}
      >
        {title}
      </Title>
      {children}
    </Container>
  )
}
