import { CommandRefusal, EXIT } from '../command/refusal.ts'

/** A change of the keys that is not done. The message is a sentence for whoever asked for it. */
export class KeyRefusal extends CommandRefusal {
  constructor(sentence: string) {
    super(sentence, EXIT.failed)
  }
}
