import type { UserEntity } from '../accounts/user.entity.ts'

/** Who signed in through which provider, and whether the account was made for it. */
export type Welcomed = { user: UserEntity; provider: string; isNewUser: boolean }
