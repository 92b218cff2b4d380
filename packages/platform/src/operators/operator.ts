export const ROLES = ['viewer', 'operator'] as const
export type Role = (typeof ROLES)[number]

/** A person who runs the service: a viewer looks, an operator acts. */
export type Operator = { name: string; role: Role }

/** As OPS_USERS names one; `hash` is an argon2id hash in the PHC form. */
export type OperatorEntry = Operator & { hash: string }

/** Who is taken to be there when a person on this very machine needs no sign-in. */
export const LOCAL: Operator = { name: 'local', role: 'operator' }
