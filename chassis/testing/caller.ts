export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly extensions?: { readonly consistency?: readonly string[] }
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[]
}

/** Somebody as the router lets them through: with their token, over HTTP. */
export class Caller {
  readonly sub: string
  readonly #url: () => string
  readonly #token: () => Promise<string | undefined>
  readonly #routerSecret: string

  constructor(sub: string, url: () => string, token: () => Promise<string | undefined>, routerSecret: string) {
    this.sub = sub
    this.#url = url
    this.#token = token
    this.#routerSecret = routerSecret
  }

  async answer(query: string, variables: object = {}): Promise<Answer> {
    const token = await this.#token()
    const response = await fetch(this.#url(), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-router-secret': this.#routerSecret,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    })
    return (await response.json()) as Answer
  }

  /** The first field that is asked for. Throws the errors that came instead. */
  async asks<Field>(query: string, variables: object = {}): Promise<Field> {
    const { data, errors } = await this.answer(query, variables)
    if (errors) throw new Error(JSON.stringify(errors))
    return Object.values(data ?? {})[0] as Field
  }
}
