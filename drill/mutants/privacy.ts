import { lentToAnn } from './lending.ts'
import { change, type Mutant } from './mutant.ts'

const CALM = 'everything that is under way arrives'
const readByAnn = [...lentToAnn, 'the member returns rental 1', CALM]

/** Bugs about what is to be forgotten. */
export const privacyMutants: readonly Mutant[] = [
  {
    name: 'payment-forgets-nothing',
    what: 'whose a rental was is known to payment for ever (R25)',
    changes: [
      change(
        'subgraphs/payment/policies/when-rental-anonymised.ts',
        'const payments = paymentsOf(unit, rentalId)',
        'const payments = paymentsOf(unit, rentalId).slice(0, 0)',
      ),
    ],
    script: ['Ann asks for the free title'],
    drill: { caughtBy: [30], forMs: 16_000, librarians: 4, thinkMs: 250, env: { HISTORY_KEPT_FOR: 'PT1S' } },
  },
  {
    name: 'keys-are-kept',
    what: 'under which key a member asked for a rental is kept when it is forgotten whose it was (R25)',
    changes: [
      change('subgraphs/rent/anonymise.ts', 'await forgetKeys(unit.tx, before.userId, rentalId)', 'void forgetKeys'),
    ],
    script: ['Ann asks for the free title'],
  },
  {
    name: 'erased-beside-a-rental',
    what: 'a member is forgotten, whatever is in the way (N20)',
    changes: [
      change('subgraphs/rent/member/decide.ts', 'return inTheWay.length > 0\n', 'return inTheWay.length > 99\n'),
    ],
    script: ['Ann asks for the free title', CALM, 'Ann wants to be forgotten'],
  },
  {
    name: 'blocks-outlive-the-member',
    what: 'book goes on keeping from what a member was blocked who is erased (M8)',
    changes: [
      change(
        'subgraphs/book/policies/when-member-erased.ts',
        'await forgetMembers(unit.tx, names)',
        'void forgetMembers',
      ),
    ],
    script: ['a librarian blocks Ann for HOLD', CALM, 'Ann wants to be forgotten', CALM],
  },
  {
    name: 'points-outlive-the-member',
    what: 'points of an erased member are kept, if it is heard only after that that their rental is nobody’s (M8)',
    changes: [
      change(
        'subgraphs/promotion/policies/when-rental-anonymised.ts',
        'if (event.causationid === ERASED)',
        "if (event.causationid === '')",
      ),
    ],
    script: [
      ...readByAnn,
      'Ann wants to be forgotten',
      'rent publishes what waits in its outbox',
      'promotion hears MemberErased (version 1) of QW5u',
      CALM,
    ],
  },
]
