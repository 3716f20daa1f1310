import type { Words } from './words.ts'

export const en: Words = {
  kinds: {
    PAYMENT_DECLINED: {
      title: 'The payment for “{{title}}” did not go through',
      body: 'You can pay again until {{until}}. After that your request is dropped, and nothing is charged.',
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
    LOAN_ENDED: {
      title: 'Your loan of “{{title}}” has ended',
      body: 'It was returned by itself. There is nothing that you have to do.',
    },
    REFUSED: {
      title: 'The library does not lend you “{{title}}” this time',
      body: 'What you paid is on its way back to you.',
    },
    REFUNDED: {
      title: '{{amount}} for “{{title}}” went back to you',
      body: 'It went back the way you paid. Your bank may take some days to show it.',
    },
    POINTS_GIVEN: {
      title: 'You earned {{points}} points with “{{title}}”',
      body: 'They are in your account.',
    },
    POINTS_TAKEN: {
      title: '{{points}} points for “{{title}}” were taken back',
      body: 'The money for it goes back to you, and its points with it.',
    },
    REQUESTS_WAIT: {
      title: 'Requests that wait for a decision: {{count}}',
      body: 'The first of them has to be decided by {{until}}.',
    },
    REFUND_FAILED: {
      title: 'The money for “{{title}}” did not go back',
      body: 'The payment provider refused it ({{errorCode}}). Somebody has to look into it.',
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
