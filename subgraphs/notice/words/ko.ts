import type { Words } from './words.ts'

export const ko: Words = {
  kinds: {
    PAYMENT_DECLINED: {
      title: '‘{{title}}’ 결제가 되지 않았습니다',
      body: '{{until}}까지 다시 결제할 수 있습니다. 그 뒤에는 신청이 취소되며, 청구되는 금액은 없습니다.',
    },
    LOAN_STARTED: {
      title: '‘{{title}}’{{title:을/를}} 지금 읽을 수 있습니다',
      body: '{{dueAt}}까지 읽을 수 있습니다.',
    },
    DUE_SOON: {
      title: '‘{{title}}’ 대출 기간이 곧 끝납니다',
      body: '{{dueAt}}까지 읽을 수 있으며, 그때 자동으로 반납됩니다.',
    },
    RENEWED: {
      title: '‘{{title}}’ 대출이 연장되었습니다',
      body: '자동으로 연장되어 {{dueAt}}까지 읽을 수 있습니다.',
    },
    LOAN_ENDED: {
      title: '‘{{title}}’ 대출 기간이 끝났습니다',
      body: '자동으로 반납되었습니다. 따로 하실 일은 없습니다.',
    },
    REFUSED: {
      title: '이번에는 ‘{{title}}’{{title:을/를}} 빌려 드리지 못합니다',
      body: '결제하신 금액은 돌려드리는 중입니다.',
    },
    REFUNDED: {
      title: '‘{{title}}’ 대여료 {{amount}}이 환불되었습니다',
      body: '결제하신 방법으로 환불되었습니다. 확인까지 며칠 걸릴 수 있습니다.',
    },
    POINTS_GIVEN: {
      title: '‘{{title}}’{{title:으로/로}} {{points}}포인트를 적립했습니다',
      body: '포인트 내역에서 볼 수 있습니다.',
    },
    POINTS_TAKEN: {
      title: '‘{{title}}’ 적립 {{points}}포인트가 취소되었습니다',
      body: '대여료를 돌려드리면서 적립한 포인트도 취소했습니다.',
    },
    REQUESTS_WAIT: {
      title: '결정을 기다리는 신청: {{count}}건',
      body: '가장 급한 신청은 {{until}}까지 결정해야 합니다.',
    },
    REFUND_FAILED: {
      title: '‘{{title}}’ 환불에 실패했습니다',
      body: '결제사가 거절했습니다({{errorCode}}). 직접 확인해야 합니다.',
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
