export const en = {
  queue: {
    title: 'Requests',
    none: 'Nobody waits for a decision.',
    requestedAt: 'Requested {{time}}',
    decideBy: 'Decide by {{time}}',
  },
}

export type LibrarianWords = typeof en
