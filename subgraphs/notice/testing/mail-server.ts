import type { AddressInfo } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** A real SMTP server on loopback, which keeps what it takes in. */
export class MailServer {
  readonly mails: ParsedMail[] = []
  /** Refuses the next with this answer; nothing comes back as long as it is `silent`. */
  manner: 'takes' | 'takes and is silent' | 'refuses for good' | 'refuses for now' | 'is silent' = 'takes'
  readonly #server: SMTPServer

  constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      // Whoever is waited for is cut off.
      closeTimeout: 100,
      onData: (stream, _session, callback) => {
        simpleParser(stream).then(
          (mail) => {
            if (this.manner === 'is silent') return
            if (this.manner === 'takes and is silent') {
              this.mails.push(mail)
              return
            }
            if (this.manner === 'takes') {
              this.mails.push(mail)
              callback()
              return
            }
            const isForGood = this.manner === 'refuses for good'
            callback(Object.assign(new Error('not here'), { responseCode: isForGood ? 550 : 451 }))
          },
          (error: unknown) => callback(error as Error),
        )
      },
    })
  }

  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve))
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(resolve))
  }
}
