/**
 * What a person wrote, as a terminal may show it: an e-mail address or a name can hold what moves the cursor, rings,
 * renames the window, or turns the direction of writing so that it reads as something else.
 */
export const printable = (text: string): string => text.replace(UNSAFE, escaped)

/** The same for a whole answer of ours, whose lines are parted by line feeds. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n')

// Controls (C0, C1), marks of direction and other invisible ones, line and paragraph separators, halves of characters.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

// As JSON and JavaScript write it, so that an answer for programs stays what it is.
const escaped = (character: string) =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
