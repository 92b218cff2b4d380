import { Refusal } from '@gatehouse/platform/refusal'

/** The provider, or the person there, said no. The word is the provider's, such as `access_denied`. */
export class RefusedByProvider extends Refusal {
  readonly word: string

  constructor(word: string) {
    super('validation_failed', { error: [`the provider answered ${word}`] })
    this.word = word
  }
}

/** What a frontend is told of a sign-in that failed. @throws again what is no refusal */
export function wordFor(error: unknown): string {
  if (!(error instanceof Refusal)) throw error
  return error instanceof RefusedByProvider ? error.word : error.code
}
