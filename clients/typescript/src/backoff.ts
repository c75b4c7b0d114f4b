/** How long to wait before trying again. */
export interface BackoffOptions {
  /** The upper bound of the first pause. */
  readonly baseMillis: number
  /** The upper bound of any pause. */
  readonly maxMillis: number
}

export const DEFAULT_BACKOFF: BackoffOptions = { baseMillis: 500, maxMillis: 30_000 }

/**
 * Exponential back-off with full jitter: anything between nothing and the bound, so that the clients of a server that restarts do not
 * come back together ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 *
 * @param attempt 0 for the first
 */
export function fullJitter(attempt: number, { baseMillis, maxMillis }: BackoffOptions, random: () => number = Math.random): number {
  return random() * Math.min(maxMillis, baseMillis * 2 ** Math.min(attempt, 30))
}
