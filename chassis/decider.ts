/**
 * The decider: two pure functions and a union are the domain (Jérémie Chassaing, "Functional Event Sourcing Decider").
 *
 * `decide` says what happens, `evolve` says what that makes of the state. Time, ids and prices come in with the
 * command. Rows are the truth here and events are messages: the state is stored, not replayed, so `evolve` is
 * how a row changes and not how it is loaded (decisions/0003-state-stored-deciders.md).
 */
export interface Decider<Command, Event, State, Refusal> {
  decide(command: Command, state: State | undefined): Decision<Event, Refusal>
  evolve(state: State | undefined, event: Event): State
}

/** What a command leads to: events (none at all when there is nothing to do), or a refusal that changes nothing. */
export type Decision<Event, Refusal> =
  | { readonly kind: 'accepted'; readonly events: readonly Event[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

export function happens<Event>(...events: Event[]): Decision<Event, never> {
  return { kind: 'accepted', events }
}

/** Nothing happens, and that is right: the command asks for what is so already. */
export const staysQuiet: Decision<never, never> = { kind: 'accepted', events: [] }

export function refuses<Refusal>(refusal: Refusal): Decision<never, Refusal> {
  return { kind: 'refused', refusal }
}

/**
 * A state in one of these statuses: of the `Later` fields, which become known in the course of its life, those that the
 * status implies are there, `Perhaps` may be, and the others cannot be.
 */
export type In<
  Status extends string,
  Later,
  Implied extends keyof Later = never,
  Perhaps extends keyof Later = never,
> = {
  readonly status: Status
} & { readonly [Field in Implied]: Later[Field] } & { readonly [Field in Perhaps]: Later[Field] | null } & {
  readonly [Field in Exclude<keyof Later, Implied | Perhaps>]: null
}
