import type { OnDeskFragment } from '../generated/librarian.ts'

export type Licence = NonNullable<OnDeskFragment['licences']>[number]
