import { randomUUID } from 'node:crypto'
import { ErrorCode, headers, NatsError, type Msg, type NatsConnection } from 'nats'
import { z } from 'zod'
import { isSampled, tracing, type NewSpan } from '@ebook/telemetry/tracing'
import { callerAt, flushed, replyPlace } from './connection.ts'
import { listen } from './listen.ts'
import { readJson } from './read-json.ts'

/** Request and reply over NATS: one of all replicas that serve it answers. */
export interface Endpoint<Request extends z.ZodType, Reply> {
  readonly context: string
  readonly endpoint: string
  /** Who may ask, by the names of their users. Whoever else does is not answered. */
  readonly callers: readonly string[] | 'anybody'
  readonly request: Request
  handle(request: z.infer<Request>): Promise<Reply>
}

/** Nobody serves the endpoint right now: the request was not delivered. */
export class ServiceUnavailable extends Error {
  override readonly name = 'ServiceUnavailable'
}
/** No answer in time: whether the request was carried out is unknown. */
export class ServiceTimeout extends Error {
  override readonly name = 'ServiceTimeout'
}
/** The service answered that it failed or did not accept the request. */
export class ServiceRefused extends Error {
  override readonly name = 'ServiceRefused'
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** Something came on a service's subject that none of its callers has sent. Nothing was done about it. */
class NotACaller extends Error {
  override readonly name = 'NotACaller'
}

const CODE = 'Nats-Service-Error-Code'
const DESCRIPTION = 'Nats-Service-Error'

const subjectOfService = (context: string, endpoint: string): string => `service.${context}.${endpoint}`

/**
 * What the permissions let nobody publish here can still be brought here, by whoever makes the server answer, deliver or
 * copy to this subject. Such a message has no reply place of a caller, or has headers, or bears another subject.
 */
function isFromCaller(message: Msg, { context, endpoint, callers }: Omit<Endpoint<z.ZodType, unknown>, 'handle'>) {
  const caller = callerAt(message.reply, context)
  return (
    caller !== undefined &&
    (callers === 'anybody' || callers.includes(caller)) &&
    message.headers === undefined &&
    message.subject === subjectOfService(context, endpoint)
  )
}

export async function serve<Request extends z.ZodType, Reply>(
  nats: NatsConnection,
  service: Endpoint<Request, Reply>,
  onError: (error: unknown) => void,
): Promise<{ stop(): Promise<void> }> {
  const { context, endpoint, request, handle } = service
  const name = `${context}.${endpoint}`
  const underway = new Set<Promise<void>>()
  const answer = async (message: Msg) => {
    if (!isFromCaller(message, service))
      return onError(new NotACaller(`${name} was asked by ${message.reply ?? 'nobody'}, which is no caller of it`))
    const asked = readJson(message.data)
    const parsed = request.safeParse(asked)
    if (!parsed.success) return refuse(message, 400, z.prettifyError(parsed.error).replaceAll('\n', ' '))
    const work = () => handle(parsed.data)
    try {
      const reply = await (tracing === undefined ? work() : serving(service, traceparentIn(asked), work))
      message.respond(JSON.stringify(reply))
    } catch (failure) {
      onError(failure)
      refuse(message, 500, 'the service failed')
    }
  }
  const take = (message: Msg) => {
    const running = answer(message).catch(onError)
    underway.add(running)
    running.finally(() => underway.delete(running)).catch(onError)
  }
  const listening = listen(nats, subjectOfService(context, endpoint), take, { queue: context })
  // Who is ready can be asked.
  await flushed(nats)
  return {
    async stop() {
      listening.stop()
      await Promise.allSettled(underway)
    },
  }
}

function refuse(message: Msg, code: number, description: string): void {
  const why = headers()
  why.set(CODE, String(code))
  why.set(DESCRIPTION, description)
  message.respond('', { headers: why })
}

interface Asking<Reply extends z.ZodType> {
  readonly timeoutMs: number
  readonly response: Reply
}

/** Asks and waits. Throws ServiceUnavailable, ServiceTimeout or ServiceRefused. */
export function call<Reply extends z.ZodType>(
  nats: NatsConnection,
  context: string,
  endpoint: string,
  request: object,
  options: Asking<Reply>,
): Promise<z.infer<Reply>> {
  const service = { context, endpoint }
  const ask = (asked: object) => exchange(nats, service, asked, options)
  if (tracing === undefined) return ask(request)
  const on = tracing
  const parent = on.traceparent(traceparentIn(request))
  if (!isSampled(parent)) return ask(request)
  return on.within(spanOf('client', service, parent), (span) =>
    ask({ ...request, traceparent: on.traceparentOf(span) }),
  )
}

function serving<Reply>(service: Named, traceparent: string | undefined, work: () => Promise<Reply>): Promise<Reply> {
  return tracing !== undefined && isSampled(traceparent)
    ? tracing.within(spanOf('server', service, traceparent), work)
    : work()
}

interface Named {
  readonly context: string
  readonly endpoint: string
}

const spanOf = (kind: 'client' | 'server', { context, endpoint }: Named, parent: string): NewSpan => ({
  name: `${context}/${endpoint}`,
  kind,
  parent,
  attributes: { 'rpc.system.name': 'nats', 'rpc.method': `${context}/${endpoint}` },
})

/** Of a request, which says by itself what it is a part of: it may have no headers. */
function traceparentIn(request: unknown): string | undefined {
  const { traceparent } = (request ?? {}) as { readonly traceparent?: unknown }
  return typeof traceparent === 'string' ? traceparent : undefined
}

async function exchange<Reply extends z.ZodType>(
  nats: NatsConnection,
  { context, endpoint }: Named,
  request: object,
  options: Asking<Reply>,
): Promise<z.infer<Reply>> {
  const name = `${context}.${endpoint}`
  let message
  try {
    message = await nats.request(subjectOfService(context, endpoint), JSON.stringify(request), {
      timeout: options.timeoutMs,
      // A place of its own for each reply, which nobody can guess who has seen another.
      noMux: true,
      reply: replyPlace(nats, context, randomUUID()),
    })
  } catch (error) {
    const code = error instanceof NatsError ? error.code : undefined
    if (code === ErrorCode.NoResponders) throw new ServiceUnavailable(`nobody serves ${name}`, { cause: error })
    if (code === ErrorCode.Timeout)
      throw new ServiceTimeout(`${name} did not answer in ${options.timeoutMs} ms`, { cause: error })
    throw new ServiceUnavailable(`${name} cannot be reached`, { cause: error })
  }
  const code = message.headers?.get(CODE)
  if (code) throw new ServiceRefused(Number(code), `${name}: ${message.headers?.get(DESCRIPTION) ?? 'refused'}`)
  const parsed = options.response.safeParse(readJson(message.data))
  if (!parsed.success)
    throw new ServiceRefused(502, `${name} answered what is not a reply: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}
