export const CONTEXTS = ['book', 'rent', 'payment', 'promotion'] as const
/** Whoever has a database, and says and hears events. */
export type Context = (typeof CONTEXTS)[number]
export type PerContext<Value> = Readonly<Record<Context, Value>>

export const perContext = <Value>(valueOf: (context: Context) => Value): PerContext<Value> =>
  Object.fromEntries(CONTEXTS.map((context) => [context, valueOf(context)])) as Record<Context, Value>
