import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** To all that a librarian sees of a member. */
export function MemberLink({ userId, children = userId }: { readonly userId: string; readonly children?: ReactNode }) {
  return (
    <Anchor renderRoot={(props) => <Link to="/members/$userId" params={{ userId }} {...props} />}>{children}</Anchor>
  )
}
