/** What a push says, and where it leads. */
export interface PushMessage {
  readonly title: string
  readonly body: string
  readonly link: string
  /** Of two with the same tag the later one takes the other's place. */
  readonly tag: string
}

/** What a push service brought; undefined for what nobody of ours has sent. */
export function readPush(text: string | undefined): PushMessage | undefined {
  try {
    const given = JSON.parse(text ?? '') as Partial<Record<keyof PushMessage, unknown>> | null
    const { title, body = '', link = '/', tag = '' } = given ?? {}
    if (typeof title !== 'string' || title === '' || typeof body !== 'string') return undefined
    return { title, body, link: String(link), tag: String(tag) }
  } catch {
    return undefined
  }
}

/** Where a press leads: a page of ours, whatever the message says. */
export function destinationOf(link: string, origin: string): string {
  const url = URL.parse(link, origin)
  return url?.origin === origin ? url.href : new URL('/notices', origin).href
}
