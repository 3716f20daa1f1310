import type { Msg, NatsConnection, Subscription } from 'nats'

export interface Listening {
  stop(): void
}

const AGAIN_MS = 1_000

/**
 * Subscribes for good. The client forgets a subscription that the server has refused once, as one does whose permissions
 * are being changed: then it is made again, until it lasts.
 */
export function listen(
  nats: NatsConnection,
  subject: string,
  take: (message: Msg) => void,
  { queue }: { readonly queue?: string } = {},
): Listening {
  let subscription: Subscription | undefined
  let again: NodeJS.Timeout | undefined
  let stopped = false
  const subscribe = () => {
    if (nats.isClosed()) return
    subscription = nats.subscribe(subject, {
      ...(queue !== undefined && { queue }),
      callback: (error, message) => {
        if (!error) return take(message)
        subscription = undefined
        if (!stopped) again = setTimeout(subscribe, AGAIN_MS)
      },
    })
  }
  subscribe()
  return {
    stop() {
      stopped = true
      clearTimeout(again)
      subscription?.unsubscribe()
    },
  }
}
