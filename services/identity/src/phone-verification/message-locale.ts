import { SMS_LOCALES } from '@gatehouse/contracts'
import Negotiator from 'negotiator'

/** The language of a message: the best of the request's Accept-Language in which one is written, else English. */
export const messageLocale = (acceptLanguage: string | undefined): string => {
  const preferred = new Negotiator({ headers: { 'accept-language': acceptLanguage ?? '' } })
  return preferred.language([...SMS_LOCALES])?.slice(0, 2) ?? 'en'
}
