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

/**
 * The application asked for it, because somebody pressed its button: nobody is asked once more. `form` is
 * oidc-provider's, with what keeps other sites from signing anybody out.
 */
export function signOutPage(form: string): string {
  return page(
    'Sign out',
    `
      ${form}
      <button form="op.logoutForm" name="logout" value="yes">Sign out</button>
      <script>document.querySelector('button').click()</script>`,
  )
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
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
