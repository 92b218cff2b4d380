/** Does it again and again, one after the other, until what it is to bring about is there. */
export async function againUntil(there: Promise<unknown>, work: () => Promise<unknown>) {
  let isThere = false
  const noted = there.finally(() => {
    isThere = true
  })
  noted.catch(() => {})
  while (!isThere) await work()
  await noted
}
