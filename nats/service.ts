import { ErrorCode, NatsError, type NatsConnection } from 'nats'
import { z } from 'zod'
import { readJson } from './read-json.ts'

/** Request and reply over NATS with the service API: found by name, balanced over replicas, seen by `nats micro`. */
export interface Endpoint<Request extends z.ZodType, Reply> {
  readonly context: string
  readonly endpoint: string
  readonly description: string
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

const subjectOfService = (context: string, endpoint: string): string => `service.${context}.${endpoint}`

export async function serve<Request extends z.ZodType, Reply>(
  nats: NatsConnection,
  { context, endpoint, description, request, handle }: Endpoint<Request, Reply>,
  onError: (error: unknown) => void,
): Promise<{ stop(): Promise<void> }> {
  const service = await nats.services.add({ name: `${context}-${endpoint}`, version: '1.0.0', description })
  const underway = new Set<Promise<void>>()
  service.addEndpoint(endpoint, {
    subject: subjectOfService(context, endpoint),
    handler: (error, message) => {
      if (error) return onError(error)
      const answer = async () => {
        const parsed = request.safeParse(readJson(message.data))
        if (!parsed.success) {
          message.respondError(400, z.prettifyError(parsed.error).replaceAll(/\s*\n\s*/g, ' '))
          return
        }
        try {
          message.respond(JSON.stringify(await handle(parsed.data)))
        } catch (failure) {
          onError(failure)
          message.respondError(500, 'the service failed')
        }
      }
      const running = answer().catch(onError)
      underway.add(running)
      void running.finally(() => underway.delete(running))
    },
  })
  return {
    async stop() {
      await service.stop()
      await Promise.allSettled(underway)
    },
  }
}

/** Asks and waits. Throws ServiceUnavailable, ServiceTimeout or ServiceRefused. */
export async function call<Reply extends z.ZodType>(
  nats: NatsConnection,
  context: string,
  endpoint: string,
  request: unknown,
  options: { readonly timeoutMs: number; readonly response: Reply },
): Promise<z.infer<Reply>> {
  const name = `${context}.${endpoint}`
  let message
  try {
    message = await nats.request(subjectOfService(context, endpoint), JSON.stringify(request), {
      timeout: options.timeoutMs,
    })
  } catch (error) {
    const code = error instanceof NatsError ? error.code : undefined
    if (code === ErrorCode.NoResponders) throw new ServiceUnavailable(`nobody serves ${name}`, { cause: error })
    if (code === ErrorCode.Timeout)
      throw new ServiceTimeout(`${name} did not answer in ${options.timeoutMs} ms`, { cause: error })
    throw new ServiceUnavailable(`${name} cannot be reached`, { cause: error })
  }
  const code = message.headers?.get('Nats-Service-Error-Code')
  if (code)
    throw new ServiceRefused(Number(code), `${name}: ${message.headers?.get('Nats-Service-Error') ?? 'refused'}`)
  const parsed = options.response.safeParse(readJson(message.data))
  if (!parsed.success)
    throw new ServiceRefused(502, `${name} answered what is not a reply: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}
