/** Resolves when a condition holds; looks often. */
export async function until(what: string, holds: () => boolean, timeoutMillis = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMillis
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`Not within ${timeoutMillis} ms: ${what}`)
    await sleep(5)
  }
}

export function sleep(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis))
}
