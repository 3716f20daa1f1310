import { randomUUID } from 'node:crypto'
import type { Message, Recipient } from '../senders/sender.ts'

/** What a sender is given to send. */
export function messageTo(to: Recipient, given: Partial<Message> = {}): Message {
  return {
    key: randomUUID(),
    to,
    locale: 'KO',
    title: '‘데미안’을 지금 읽을 수 있습니다',
    body: '2027년 1월 5일까지 읽을 수 있습니다.',
    link: 'https://library.example/rentals',
    unsubscribe: 'https://library.example/unsubscribe?token=t',
    parts: [{ kind: 'LOAN_STARTED', variables: { title: '데미안', dueAt: '2027년 1월 5일' } }],
    urgent: false,
    staleAt: new Date(Date.now() + 3_600_000),
    ...given,
  }
}
