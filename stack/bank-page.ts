import { z } from 'zod'
import type { startServer } from '@ebook/chassis/server'
import type { OpenCharge, SimulatedBank } from '@ebook/payment/provider/simulated-bank'
import { page, pageHeaders } from './sign-in-page.ts'

type App = Parameters<Parameters<typeof startServer>[1]>[0]

const HTML = 'text/html; charset=utf-8'
const Ref = z.uuid()
const ways = { pay: 'CHARGED', decline: 'DECLINED' } as const

/**
 * The page of a bank that nobody pays money at: members approve a payment, decline it, or walk away. For development,
 * where PAYMENT_SIMULATOR_ACTION says that payments need it.
 */
export function serveBank(app: App, bank: SimulatedBank, webOrigins: readonly string[]): void {
  const headers = { 'cache-control': 'no-store', ...pageHeaders(webOrigins) }
  const over = overPage(webOrigins[0] ?? '/')

  app.get<{ Params: { ref: string } }>('/bank/:ref', async ({ params: { ref } }, reply) => {
    const charge = Ref.safeParse(ref).success ? await bank.look(ref) : undefined
    void reply
      .code(charge ? 200 : 404)
      .headers(headers)
      .type(HTML)
    return reply.send(charge ? bankPage(ref, charge) : over)
  })
  app.post<{ Params: { ref: string; way: string } }>('/bank/:ref/:way', async ({ params: { ref, way } }, reply) => {
    const what = Object.hasOwn(ways, way) ? ways[way as keyof typeof ways] : undefined
    const to = what && Ref.safeParse(ref).success ? await bank.act(ref, what) : undefined
    if (to) return reply.header('cache-control', 'no-store').redirect(to, 303)
    return reply.code(404).headers(headers).type(HTML).send(over)
  })
}

function bankPage(ref: string, { amount, orderName, returnUrl }: OpenCharge): string {
  return page(
    'Bank',
    `
      <h1>${escaped(orderName)}</h1>
      <p>₩${amount.toLocaleString('en')} to the library. This bank is for development: no money moves.</p>
      <form method="post" action="/bank/${ref}/pay"><button>Pay</button></form>
      <form method="post" action="/bank/${ref}/decline"><button>Decline</button></form>
      <p><a href="${escaped(returnUrl)}">Walk away</a></p>`,
  )
}

const overPage = (application: string) =>
  page(
    'Bank',
    `
      <h1>Nothing waits here</h1>
      <p>It was paid or declined, or its time is over. Go back to <a href="${escaped(application)}">the library</a>.</p>`,
  )

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => signs[sign] ?? '')
