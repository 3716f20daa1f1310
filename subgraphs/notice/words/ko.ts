import type { Words } from './words.ts'

export const ko: Words = {
  kinds: {
    PAYMENT_DECLINED: {
      title: '‘{{title}}’ 결제가 되지 않았습니다',
      body: '{{until}}까지 다시 결제할 수 있습니다. 그 뒤에는 신청이 취소되며, 청구되는 금액은 없습니다.',
    },
    PAYMENT_WAITS: {
      title: '‘{{title}}’ 결제가 확인을 기다립니다',
      body: '{{until}}까지 은행 화면에서 확인해 주세요. 그 뒤에는 신청이 취소되며, 청구되는 금액은 없습니다.',
    },
    HOLD_READY: {
      title: '‘{{title}}’ 차례가 되었습니다',
      body: '{{until}}까지 맡아 둡니다. 지금 어려우시면 “나중에 받기”를 눌러 주세요. 순서는 그대로 유지됩니다.',
    },
    HOLD_ENDS_SOON: {
      title: '‘{{title}}’{{title:이/가}} 아직 기다리고 있습니다',
      body: '{{until}}까지 맡아 두며, 그 뒤에는 다음 분에게 넘어갑니다.',
    },
    HOLD_LAPSED: {
      title: '‘{{title}}’{{title:은/는}} 다음 분에게 넘어갔지만 순서는 유지됩니다',
      body: '기한 안에 빌리지 않으셨습니다. 원하실 때 “지금 받기”를 누르시면 원래 순서로 돌아갑니다.',
    },
    PLACE_ENDS_SOON: {
      title: '‘{{title}}’ 예약이 곧 끝납니다',
      body: '다른 분께 먼저 양보하고 계십니다. “지금 받기”를 누르지 않으시면 예약이 {{until}}에 끝납니다.',
    },
    HOLD_CANCELED: {
      title: '‘{{title}}’ 예약이 끝났습니다',
      body: '{{why}}',
    },
    LOAN_STARTED: {
      title: '‘{{title}}’{{title:을/를}} 지금 읽을 수 있습니다',
      body: '{{dueAt}}까지 읽을 수 있습니다.',
    },
    DUE_SOON: {
      title: '‘{{title}}’ 대여 기간이 곧 끝납니다',
      body: '{{dueAt}}까지 읽을 수 있으며, 그때 자동으로 반납됩니다.',
    },
    RENEWED: {
      title: '‘{{title}}’ 대여가 연장되었습니다',
      body: '자동으로 연장되어 {{dueAt}}까지 읽을 수 있습니다.',
    },
    NOT_RENEWED: {
      title: '‘{{title}}’ 대여가 자동으로 연장되지 않았습니다',
      body: '{{why}} {{dueAt}}까지 읽을 수 있습니다.',
    },
    LOAN_ENDED: {
      title: '‘{{title}}’ 대여 기간이 끝났습니다',
      body: '자동으로 반납되었습니다. 따로 하실 일은 없습니다.',
    },
    TAKEN_BACK: {
      title: '‘{{title}}’{{title:을/를}} 회수하게 되었습니다',
      body: '{{note}} 결제하신 금액과 포인트는 모두 돌려드립니다.',
    },
    REFUSED: {
      title: '이번에는 ‘{{title}}’{{title:을/를}} 빌려 드리지 못합니다',
      body: '이유는 “내 대여”에서 볼 수 있습니다. 결제하신 금액이 있다면 모두 돌려드립니다.',
    },
    REFUNDED: {
      title: '‘{{title}}’ 대여료 {{amount}}이 환불되었습니다',
      body: '결제하신 방법으로 환불되었습니다. 확인까지 며칠 걸릴 수 있습니다.',
    },
    POINTS_GIVEN: {
      title: '‘{{title}}’{{title:으로/로}} {{points}}포인트를 적립했습니다',
      body: '대여가 시작되면 쓸 수 있습니다.',
    },
    POINTS_TAKEN: {
      title: '‘{{title}}’ 적립 {{points}}포인트가 취소되었습니다',
      body: '대여료를 돌려드리면서 적립한 포인트도 취소했습니다.',
    },
    POINTS_SPENT: {
      title: '‘{{title}}’에 {{points}}포인트를 사용했습니다',
      body: '대여하지 못하시면 돌려드립니다.',
    },
    POINTS_RETURNED: {
      title: '‘{{title}}’에 사용한 {{points}}포인트를 돌려드렸습니다',
      body: '포인트 내역에서 볼 수 있습니다.',
    },
    BLOCKED: {
      title: '지금은 이용할 수 없습니다: {{what}}',
      body: '{{note}} {{until}}까지 제한됩니다. 이미 빌린 책은 약속된 기간 동안 그대로 읽을 수 있습니다.',
    },
    UNBLOCKED: {
      title: '도서관을 다시 이용할 수 있습니다',
      body: '이용 제한이 풀렸습니다.',
    },
    REQUESTS_WAIT: {
      title: '결정을 기다리는 신청: {{count}}건',
      body: '가장 급한 신청은 {{until}}까지 결정해야 합니다.',
    },
    LICENCES_END: {
      title: '곧 끝나는 라이선스: {{count}}건',
      body: '30일 또는 대여 3회 안에 끝납니다: {{titles}}',
    },
    REFUND_FAILED: {
      title: '‘{{title}}’ 환불에 실패했습니다',
      body: '결제사가 거절했습니다({{errorCode}}). 직접 확인해야 합니다.',
    },
    DEAD_LETTERS: {
      title: '{{context}}에서 처리하지 못한 이벤트: {{count}}건',
      body: '보관되어 있습니다. 원인을 확인한 뒤 다시 처리해 주세요.',
    },
    CONTACT_CODE: {
      title: '인증번호는 {{code}}입니다',
      body: '인증번호를 요청한 화면에 10분 안에 입력해 주세요. 요청하지 않으셨다면 무시하셔도 됩니다.',
    },
    TEST: {
      title: '도서관 알림이 이렇게 도착합니다',
      body: '요청하신 시험 알림입니다. 잘 작동합니다.',
    },
  },
  why: {
    ADMIN: '사서가 예약을 취소했습니다.',
    LAPSED: '두 번째 차례에도 빌리지 않으셨습니다.',
    WITHDRAWN: '도서관에서 더 이상 빌려 드리지 않는 책입니다.',
    SUSPENDED_TOO_LONG: '다른 분께 양보하신 지 1년이 지났습니다.',
    RENEWAL_LIMIT: '연장할 수 있는 횟수를 모두 사용했습니다.',
    HOLDS_WAITING: '기다리는 다른 회원이 있습니다.',
    LICENCE_ENDS: '도서관의 라이선스가 함께 끝납니다.',
    MEMBER_BLOCKED: '지금은 연장이 제한되어 있습니다.',
    MEMBERSHIP_ENDED: '회원 기간이 끝났습니다.',
  },
  barred: { BORROW: '대여', HOLD: '예약', RENEW: '연장' },
  unsaid: {
    title: '기다리시던 책',
    note: '까닭을 모르시면 도서관에 문의해 주세요.',
    until: '도서관에서 풀 때',
  },
  discreet: {
    title: '도서관에서 새 소식이 있습니다',
    body: '로그인하면 볼 수 있습니다.',
  },
  several: {
    title: '도서관 소식 {{count}}건',
    body: '원하신 대로 한 번에 모아 보내 드립니다.',
  },
  mail: {
    open: '도서관으로 가기',
    why: '도서관 이용에 관한 안내이며, 광고가 아닙니다.',
    unsubscribe: '이 종류의 메일을 더 받지 않기',
  },
}
