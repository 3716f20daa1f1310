import type { Words } from './words.ts'

export const en: Words = {
  kinds: {
    PAYMENT_DECLINED: {
      title: 'The payment for “{{title}}” did not go through',
      body: 'You can pay again until {{until}}. After that your request is dropped, and nothing is charged.',
    },
    PAYMENT_WAITS: {
      title: 'The payment for “{{title}}” waits for you',
      body: 'Your bank asks you to confirm it until {{until}}. After that your request is dropped, and nothing is charged.',
    },
    HOLD_READY: {
      title: 'It is your turn for “{{title}}”',
      body: 'It is kept for you until {{until}}. If that does not suit you, press “Not now”: your place is kept.',
    },
    HOLD_ENDS_SOON: {
      title: '“{{title}}” still waits for you',
      body: 'It is kept for you until {{until}}, and goes to the next one then.',
    },
    HOLD_LAPSED: {
      title: '“{{title}}” went to the next one, and your place is kept',
      body: 'You did not come in time. Press “I want it now” when you do, and you are at your old place again.',
    },
    PLACE_ENDS_SOON: {
      title: 'Your place for “{{title}}” will be given up',
      body: 'You let others go first. Your hold ends on {{until}} unless you press “I want it now” before.',
    },
    HOLD_CANCELED: {
      title: 'You do not wait for “{{title}}” any more',
      body: '{{why}}',
    },
    LOAN_STARTED: {
      title: 'You can read “{{title}}” now',
      body: 'It is yours until {{dueAt}}.',
    },
    DUE_SOON: {
      title: 'Your loan of “{{title}}” ends soon',
      body: 'You can read it until {{dueAt}}. It then returns by itself.',
    },
    RENEWED: {
      title: 'Your loan of “{{title}}” goes on',
      body: 'It was renewed by itself. You can read it until {{dueAt}}.',
    },
    NOT_RENEWED: {
      title: 'Your loan of “{{title}}” was not renewed by itself',
      body: '{{why}} You can read it until {{dueAt}}.',
    },
    LOAN_ENDED: {
      title: 'Your loan of “{{title}}” has ended',
      body: 'It was returned by itself. There is nothing that you have to do.',
    },
    TAKEN_BACK: {
      title: 'The library had to take back “{{title}}”',
      body: '{{note}} All that you paid for it goes back to you, money and points.',
    },
    REFUSED: {
      title: 'The library does not lend you “{{title}}” this time',
      body: 'Why stands under “My rentals”. Whatever you paid goes back to you.',
    },
    REFUNDED: {
      title: '{{amount}} for “{{title}}” went back to you',
      body: 'It went back the way you paid. Your bank may take some days to show it.',
    },
    POINTS_GIVEN: {
      title: 'You earned {{points}} points with “{{title}}”',
      body: 'They can be spent once the loan has begun.',
    },
    POINTS_TAKEN: {
      title: '{{points}} points for “{{title}}” were taken back',
      body: 'The money for it goes back to you, and its points with it.',
    },
    POINTS_SPENT: {
      title: 'You paid {{points}} points for “{{title}}”',
      body: 'They come back to you if the library does not lend it.',
    },
    POINTS_RETURNED: {
      title: '{{points}} points for “{{title}}” came back to you',
      body: 'They are in your account.',
    },
    BLOCKED: {
      title: 'The library does not let you {{what}} for now',
      body: '{{note}} It is so until {{until}}. What you have borrowed stays yours as long as agreed.',
    },
    UNBLOCKED: {
      title: 'You can use the library as before',
      body: 'What the library had kept you from is lifted.',
    },
    REQUESTS_WAIT: {
      title: 'Requests that wait for a decision: {{count}}',
      body: 'The first of them has to be decided by {{until}}.',
    },
    LICENCES_END: {
      title: 'Licences that end soon: {{count}}',
      body: 'In 30 days or three loans at most, those of: {{titles}}',
    },
    REFUND_FAILED: {
      title: 'The money for “{{title}}” did not go back',
      body: 'The payment provider refused it ({{errorCode}}). Somebody has to look into it.',
    },
    DEAD_LETTERS: {
      title: 'Events that {{context}} could not handle: {{count}}',
      body: 'They are kept. Look at why, and replay them.',
    },
    CONTACT_CODE: {
      title: 'Your code is {{code}}',
      body: 'Enter it on the page where you asked for it, within 10 minutes. If that was not you, there is nothing to do.',
    },
    TEST: {
      title: 'This is how the library reaches you',
      body: 'You asked for this notice. It works.',
    },
  },
  why: {
    ADMIN: 'A librarian took you off the list.',
    LAPSED: 'It was your turn a second time, and you did not come.',
    WITHDRAWN: 'The library does not lend this title any more.',
    SUSPENDED_TOO_LONG: 'You let others go first for a year.',
    RENEWAL_LIMIT: 'It was renewed as often as a loan can be.',
    HOLDS_WAITING: 'Others wait for it.',
    LICENCE_ENDS: 'The library’s licence ends with it.',
    MEMBER_BLOCKED: 'The library does not let you renew for now.',
    MEMBERSHIP_ENDED: 'Your membership has ended.',
  },
  barred: { BORROW: 'borrow', HOLD: 'wait for titles', RENEW: 'renew' },
  unsaid: {
    title: 'the title that you wait for',
    note: 'If you do not know why, ask the library.',
    until: 'the library lifts it',
  },
  discreet: {
    title: 'Your library has news for you',
    body: 'Sign in to read it.',
  },
  several: {
    title: 'News from your library: {{count}}',
    body: 'All at once, as you like it.',
  },
  mail: {
    open: 'To the library',
    why: 'You are told because of what you do at the library. It is never advertising.',
    unsubscribe: 'No mail of this kind any more',
  },
}
