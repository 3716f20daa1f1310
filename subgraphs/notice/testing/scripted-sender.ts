import type { Channel } from '../facts.ts'
import type { Message, Outcome, Sender } from '../senders/sender.ts'

/** A way out of the house that does what it is told, and keeps what it was given. */
export class ScriptedSender implements Sender {
  readonly channel: Channel
  readonly repeatableForMs: number
  readonly sent: Message[] = []
  /** What becomes of the next ones; after them all is sent. */
  readonly outcomes: (Outcome | (() => Promise<Outcome>))[] = []

  constructor(channel: Channel, repeatableForMs = Infinity) {
    this.channel = channel
    this.repeatableForMs = repeatableForMs
  }

  async send(message: Message): Promise<Outcome> {
    const outcome = this.outcomes.shift() ?? { kind: 'sent', id: 'provider-1' }
    this.sent.push(message)
    return typeof outcome === 'function' ? outcome() : outcome
  }

  async stop(): Promise<void> {}
}
