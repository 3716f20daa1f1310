import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Channel } from '../facts.ts'
import { mailOf, type MailSettings } from './mail.ts'
import type { Message, Sender } from './sender.ts'

/** For development: every message is a file of its channel's folder, a mail one that mail programs open. */
export function fileSender(channel: Channel, folder: string, settings: MailSettings): Sender {
  return {
    channel,
    // The same file again.
    repeatableForMs: Infinity,
    async send(message) {
      try {
        const name = channel === 'EMAIL' ? `${message.key}.eml` : `${message.key}.json`
        const file = join(folder, channel.toLowerCase(), name)
        await mkdir(join(folder, channel.toLowerCase()), { recursive: true })
        await writeFile(`${file}.part`, await contentOf(channel, message, settings))
        await rename(`${file}.part`, file)
        return { kind: 'sent', id: file }
      } catch (error) {
        return { kind: 'again', why: String(error) }
      }
    },
    stop: async () => undefined,
  }
}

async function contentOf(channel: Channel, message: Message, settings: MailSettings): Promise<Buffer> {
  if (channel === 'EMAIL') return mailOf(message, settings)
  const { title, body, link, to, parts } = message
  return Buffer.from(`${JSON.stringify({ to, title, body, link, parts }, null, 2)}\n`)
}
