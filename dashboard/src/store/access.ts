const KEY = 'agent-bridge.token'

/** Whether this page may connect: yes, no and why, or nobody answers. */
export type Access = { readonly state: 'granted' } | { readonly state: 'refused'; readonly reason: string } | { readonly state: 'unreachable' }

/** The token that was given before; kept for this tab, or on this device if the reader wanted so. */
export function savedToken(): string | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY) ?? undefined
  } catch {
    return undefined
  }
}

export function saveToken(token: string, onDevice: boolean): void {
  try {
    sessionStorage.setItem(KEY, token)
    if (onDevice) localStorage.setItem(KEY, token)
    else localStorage.removeItem(KEY)
  } catch {
    // Without storage it holds until the page is closed.
  }
}

/** Asks over HTTP, because a browser does not tell why a WebSocket was refused. */
export async function checkAccess(token: string | undefined): Promise<Access> {
  try {
    const answer = await fetch('/access', token ? { headers: { Authorization: `Bearer ${token}` } } : {})
    if (answer.status !== 401 && answer.status !== 403) return { state: 'granted' }
    // Whoever answers in the server's place may not do so in JSON.
    const problem = (await answer.json().catch(() => ({}))) as { detail?: unknown }
    return { state: 'refused', reason: typeof problem.detail === 'string' ? problem.detail : 'The server wants a token.' }
  } catch {
    return { state: 'unreachable' }
  }
}
