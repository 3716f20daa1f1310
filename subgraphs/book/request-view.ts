import type { Request } from './request/state.ts'

/** A request as the API shows it; its title and its rental are found by their ids. */
export type RequestView = Request & { readonly id: string }

/** A rental of which only the id is known here. */
export interface RentalReference {
  readonly id: string
}

export function requestView(request: Request): RequestView {
  return { ...request, id: request.rentalId }
}
