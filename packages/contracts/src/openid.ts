import type { Static } from 'typebox'
import { Type } from 'typebox'
import { SignedIn } from './account/account.ts'
import { TriedPassword } from './account/passwords.ts'
import { User } from './account/user.ts'

/** A JWT of a provider. Google's have about 1,200 characters. */
export const IdToken = Type.String({ minLength: 1, maxLength: 8192, description: 'an ID token of the provider' })

const Code = Type.String({ minLength: 1, maxLength: 2048, description: 'an authorization code of the provider' })
const Ignored = Type.Optional(Type.Unknown({ description: 'Sent by One Tap; ignored' }))

/** `id_token` (One Tap calls it `credential`), or `code` with the `redirect_uri` for which it was made. */
export const ProviderSignIn = Type.Object(
  {
    id_token: Type.Optional(IdToken),
    credential: Type.Optional(IdToken),
    nonce: Type.Optional(Type.String({ minLength: 1, maxLength: 512, description: 'the nonce that was asked for' })),
    code: Type.Optional(Code),
    redirect_uri: Type.Optional(Type.String({ minLength: 1, maxLength: 2048, description: 'a URL, or postmessage' })),
    code_verifier: Type.Optional(
      Type.String({ pattern: '^[A-Za-z0-9._~-]{43,128}$', description: 'the PKCE verifier of 43 to 128 characters' })
    ),
    password: Type.Optional(TriedPassword),
    select_by: Ignored,
    client_id: Ignored,
    clientId: Ignored,
    g_csrf_token: Ignored
  },
  { additionalProperties: false }
)
export type ProviderSignIn = Static<typeof ProviderSignIn>

/** How a redirect flow begins. */
export const BeginSignIn = Type.Object(
  {
    redirect_to: Type.Optional(
      Type.String({
        maxLength: 2048,
        description: 'one of the addresses to which sign-ins may return, letter by letter'
      })
    )
  },
  { additionalProperties: false }
)

/** How the provider sends a browser back. It may add to it what it likes. */
export const ReturnFromProvider = Type.Object({
  state: Type.Optional(Type.String({ maxLength: 8192, description: 'the state of a sign-in that this browser began' })),
  code: Type.Optional(Code),
  error: Type.Optional(Type.String({ maxLength: 256, description: "the provider's word for why there is no code" }))
})
export type ReturnFromProvider = Static<typeof ReturnFromProvider>

export const Redirected = Type.Null({ description: 'To the address in the header location' })

/** The one-time code with which a redirect flow came back to its frontend. */
export const ExchangeCode = Type.Object(
  { code: Type.String({ minLength: 1, maxLength: 256, description: 'the one-time code of the redirect' }) },
  { additionalProperties: false }
)

/** What signing in through a provider answers. `profile` is the same as `user`. */
export const ProviderSignedIn = Type.Object({ ...SignedIn.properties, profile: User })
export type ProviderSignedIn = Static<typeof ProviderSignedIn>
