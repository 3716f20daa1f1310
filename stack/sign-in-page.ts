import { hash } from 'node:crypto'
import { DEMO_USERS } from './demo-users.ts'

/** A button per demo user. `uid` is of oidc-provider's own making and needs no escaping. */
export function signInPage(uid: string): string {
  const buttons = DEMO_USERS.map(
    ({ sub, name, roles }) => `
      <form method="post" action="/sign-in/${uid}/${sub}">
        <button>${name} <small>${sub} · ${roles.join(', ')}</small></button>
      </form>`,
  )
  return page(
    'Sign in',
    `
      <h1>Who are you?</h1>
      <p>The development issuer asks for no password.</p>${buttons.join('')}`,
  )
}

const PRESS = "document.querySelector('button').click()"
const FURTHER_BACK = "if (performance.getEntriesByType('navigation')[0]?.type === 'back_forward') history.back()"

/**
 * For whoever goes back to a sign-in that has ended: sent on to where they were before it. Whoever comes by another way,
 * as by a bookmark, finds the way to the application.
 */
export function expiredPage(application: string): string {
  return page(
    'Sign in',
    `
      <h1>This sign-in has ended</h1>
      <p>Start again from <a href="${application}">the library</a>.</p>
      <script>${FURTHER_BACK}</script>`,
  )
}

/**
 * `form` is oidc-provider's. It is sent at once when whoever asked may ask for it, because they have pressed a button
 * already; otherwise this page asks.
 */
export function signOutPage(form: string, isAgreed: boolean): string {
  return page(
    'Sign out',
    `${isAgreed ? '' : '\n      <h1>Sign out?</h1>\n      <p>A page asked for it. If that was not you, close this one.</p>'}
      ${form}
      <button form="op.logoutForm" name="logout" value="yes">Sign out</button>${isAgreed ? `\n      <script>${PRESS}</script>` : ''}`,
  )
}

/** Nobody can put these pages into a frame, or send their forms elsewhere than here and back to the application. */
export function pageHeaders(webOrigins: readonly string[]): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    `script-src ${[PRESS, FURTHER_BACK].map((script) => `'sha256-${hash('sha256', script, 'base64')}'`).join(' ')}`,
    "base-uri 'none'",
    `form-action 'self' ${webOrigins.join(' ')}`,
    FRAMED_BY_NOBODY['content-security-policy'],
  ]
  return { ...FRAMED_BY_NOBODY, 'content-security-policy': policy.join('; ') }
}

/** For every answer, errors included: two headers, because old browsers know the first alone. */
export const FRAMED_BY_NOBODY = { 'x-frame-options': 'DENY', 'content-security-policy': "frame-ancestors 'none'" }

export function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <link rel="icon" href="data:,">
    <style>
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 24rem; margin: 4rem auto; padding: 0 1rem }
      button { font: inherit; width: 100%; padding: .75rem 1rem; margin: .25rem 0; text-align: left; cursor: pointer }
      small { color: #595959 }
    </style>
  </head>
  <body>
    <main>${content}
    </main>
  </body>
</html>
`
}
