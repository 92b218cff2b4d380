/** GSM 03.38: the letters that an SMS carries in 7 bits. One letter outside it turns the whole text to 16 bits. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
)
// Written as an escape and a letter.
const EXTENDED = new Set('\f^{}\\[~]|€')

export const SEGMENT_SEPTETS = 160

/** How many septets the text takes, or null if it does not fit the alphabet. */
export function septets(text: string): number | null {
  let count = 0
  for (const letter of text) {
    if (!BASIC.has(letter) && !EXTENDED.has(letter)) return null
    count += BASIC.has(letter) ? 1 : 2
  }
  return count
}

/** One segment, so one price and one message on the phone. */
export function fitsOneSegment(text: string): boolean {
  const count = septets(text)
  return count !== null && count <= SEGMENT_SEPTETS
}
