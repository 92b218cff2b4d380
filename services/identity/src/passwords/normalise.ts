/** The same letters can be typed as different code points, such as full-width ones; NFKC makes them one password. */
export const normalise = (password: string): string => password.normalize('NFKC')
