import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import type Mail from 'nodemailer/lib/mailer/index.js'
import { LANGUAGES, WORDS } from '../words/tell.ts'
import type { Message } from './sender.ts'

export interface MailSettings {
  /** NOTICE_MAIL_FROM */
  readonly from: string
}

/** A message as a mail. One that is sent twice has one Message-ID, by which mail programs know it again. */
export function mailOptionsOf(message: Message, { from }: MailSettings): Mail.Options {
  const { to, key, locale, title, body, link, unsubscribe } = message
  if (to.channel !== 'EMAIL') throw new Error(`a message by ${to.channel} is no mail`)
  const words = WORDS[locale].mail
  const foot = unsubscribe === null ? words.why : `${words.why}\n${words.unsubscribe}: ${unsubscribe}`
  return {
    from,
    // Nobody of the staff is shown to whom else it went: it is one mailbox with several names.
    to: [...to.addresses],
    subject: title,
    text: `${title}\n\n${body}\n\n${words.open}: ${link}\n\n-- \n${foot}\n`,
    messageId: messageIdOf(key, from),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Content-Language': LANGUAGES[locale],
      // Who follows the link is asked first, so programs that look at links stop nothing; one click is a post (RFC 8058).
      ...(unsubscribe !== null && {
        'List-Unsubscribe': `<${unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
    // What is filled into a sentence is never read as a file or a URL.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

export const mailOf = (message: Message, settings: MailSettings): Promise<Buffer> =>
  new MailComposer(mailOptionsOf(message, settings)).compile().build()

function messageIdOf(key: string, from: string): string {
  const domain = /@([\w.-]+)>?$/.exec(from)?.[1] ?? 'localhost'
  return `<${key}@${domain}>`
}
