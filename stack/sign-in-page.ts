import { DEMO_USERS } from './demo-users.ts'

/** A button per demo user. `uid` is of oidc-provider's own making and needs no escaping. */
export function signInPage(uid: string): string {
  const buttons = DEMO_USERS.map(
    ({ sub, name, roles }) => `
      <form method="post" action="/sign-in/${uid}/${sub}">
        <button>${name} <small>${sub} · ${roles.join(', ')}</small></button>
      </form>`,
  )
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Sign in</title>
    <style>
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 24rem; margin: 4rem auto; padding: 0 1rem }
      button { font: inherit; width: 100%; padding: .75rem 1rem; margin: .25rem 0; text-align: left; cursor: pointer }
      small { color: #595959 }
    </style>
  </head>
  <body>
    <main>
      <h1>Who are you?</h1>
      <p>The development issuer asks for no password.</p>${buttons.join('')}
    </main>
  </body>
</html>
`
}
