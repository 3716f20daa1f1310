import { providerContract } from './provider-contract.ts'
import { proofOf, ScriptedProvider, type Manner } from './scripted-provider.ts'

const provider = new ScriptedProvider()

/** The same books in each mood: every call sets the mood that it is made in. */
function inMood(manner: Manner): ScriptedProvider {
  return new Proxy(provider, {
    get(target, name: keyof ScriptedProvider) {
      target.manner = manner
      const member = target[name]
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

providerContract('in memory, for tests', () => ({
  doing: () => inMood('does'),
  sayingNo: () => inMood('says no'),
  losingReplies: () => inMood('loses the reply'),
  wantingTheMember: () => ({
    provider: inMood('wants the member'),
    async pay({ key }) {
      provider.act(key, 'charged')
      return proofOf(key)
    },
    async decline({ key }) {
      provider.act(key, 'declined')
    },
    async runOut({ key }) {
      provider.expire(key)
    },
  }),
}))
