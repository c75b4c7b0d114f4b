const ALLOWED = new Set(['http:', 'https:', 'mailto:'])

/** The address if it is one that a reader may follow from hostile text; else null. */
export function safeAddress(address: string): string | null {
  // What browsers strip before they read a scheme, so that it cannot hide one.
  const bare = address.replace(/[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, '')
  try {
    const url = new URL(bare)
    if (!ALLOWED.has(url.protocol) || url.username || url.password) return null
    return url.href
  } catch {
    return null
  }
}
