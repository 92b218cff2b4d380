/** A change of the keys that is not done. The message is a sentence for whoever asked for it. */
export class KeyRefusal extends Error {}
