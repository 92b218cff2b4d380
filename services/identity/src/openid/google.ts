import type { Settings } from '../settings.ts'
import type { Provider } from './provider.ts'

/** Google. Some of its tokens name the issuer without the scheme. */
export const google = ({ google }: Settings): Provider => ({
  name: 'google',
  ...google,
  otherIssuers: [google.issuer.replace(/^https?:\/\//, '')],
  scopes: ['openid', 'email', 'profile']
})
