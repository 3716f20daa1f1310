import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { OpenCharge, SimulatedBank } from '@ebook/payment/provider/simulated-bank'
import { page, pageHeaders } from './sign-in-page.ts'

const Ref = z.uuid()
const ways = { pay: 'CHARGED', decline: 'DECLINED' } as const

/**
 * The page of a bank that nobody pays money at: members approve a payment, decline it, or walk away. For development,
 * where PAYMENT_SIMULATOR_ACTION says that payments need it.
 */
export function serveBank(app: FastifyInstance, bank: SimulatedBank, webOrigins: readonly string[]): void {
  const send = (reply: FastifyReply, status: number, html: string) =>
    reply
      .code(status)
      .headers({ 'cache-control': 'no-store', ...pageHeaders(webOrigins) })
      .type('text/html; charset=utf-8')
      .send(html)
  const over = (reply: FastifyReply) => send(reply, 404, overPage(webOrigins[0] ?? '/'))

  app.get<{ Params: { ref: string } }>('/bank/:ref', async ({ params: { ref } }, reply) => {
    const charge = Ref.safeParse(ref).success ? await bank.look(ref) : undefined
    return charge ? send(reply, 200, bankPage(ref, charge)) : over(reply)
  })
  app.post<{ Params: { ref: string; way: string } }>('/bank/:ref/:way', async ({ params: { ref, way } }, reply) => {
    const what = Object.hasOwn(ways, way) ? ways[way as keyof typeof ways] : undefined
    const to = what && Ref.safeParse(ref).success ? await bank.act(ref, what) : undefined
    return to ? reply.header('cache-control', 'no-store').redirect(to, 303) : over(reply)
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
