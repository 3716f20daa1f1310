import type { LibrarianWords } from './en.ts'

export const ko: LibrarianWords = {
  queue: {
    title: '대여 신청',
    none: '결정을 기다리는 신청이 없습니다.',
    requestedAt: '{{time}} 신청',
    decideBy: '{{time}}까지 결정',
  },
}
