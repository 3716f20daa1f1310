import { createTransport } from 'nodemailer'
import { mailOptionsOf, type MailSettings } from './mail.ts'
import type { Outcome, Sender } from './sender.ts'

const TIMEOUT_MS = 5_000

/** E-mail by SMTP. What got no answer is sent again, under the same Message-ID. */
export function smtpSender(url: string, settings: MailSettings): Sender {
  const transport = createTransport(url, {
    pool: true,
    maxConnections: 2,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  } as object)
  return {
    channel: 'EMAIL',
    repeatableForMs: Infinity,
    async send(message, signal) {
      const { promise: late, resolve } = Promise.withResolvers<Outcome>()
      const giveUp = () => resolve({ kind: 'unknown', why: 'the mail server did not answer in time' })
      signal.addEventListener('abort', giveUp, { once: true })
      const sending = transport.sendMail(mailOptionsOf(message, settings)).then(
        ({ messageId }): Outcome => ({ kind: 'sent', id: messageId }),
        (error: SmtpError) => outcomeOf(error),
      )
      try {
        return await Promise.race([sending, late])
      } finally {
        signal.removeEventListener('abort', giveUp)
      }
    },
    async stop() {
      transport.close()
    },
  }
}

interface SmtpError extends Error {
  /** Nodemailer's: EENVELOPE, EMESSAGE, EAUTH, ECONNECTION, ETIMEDOUT … */
  readonly code?: string
  readonly responseCode?: number
}

/** A mailbox that is refused for good is told by 5xx to its envelope or its mail; all else is about the way there. */
function outcomeOf({ code, responseCode, message }: SmtpError): Outcome {
  const isOfThisMail = code === 'EENVELOPE' || code === 'EMESSAGE'
  if (isOfThisMail && (responseCode === undefined || responseCode >= 500)) return { kind: 'never', why: message }
  return { kind: 'again', why: message }
}
