/** As much of a WebSocket as is used here: the browser's, Node 22's own, or that of npm's ws. */
export interface Socket {
  send(text: string): void
  close(code?: number, reason?: string): void
  // The implementations type their events differently; only data, code, reason and message are read.
  /* eslint-disable @typescript-eslint/no-explicit-any */
  onopen: ((event: any) => void) | null
  onmessage: ((event: any) => void) | null
  onclose: ((event: any) => void) | null
  onerror: ((event: any) => void) | null
  /* eslint-enable @typescript-eslint/no-explicit-any */
}

/** A WebSocket class. */
export type SocketConstructor = new (url: string, protocols?: string[]) => Socket

/** The sub-protocol that is spoken. */
const SUBPROTOCOL = 'agent-bridge'

/**
 * Opens a socket. The token goes as a sub-protocol, since a browser can set no header, and never into the URL, which ends up in logs.
 *
 * @throws TypeError if there is no WebSocket class, and whatever that throws: for a malformed URL, or one that the page may not open
 */
export function openSocket(url: string, token: string | undefined, given: SocketConstructor | undefined): Socket {
  const constructor = given ?? (globalThis as { WebSocket?: SocketConstructor }).WebSocket
  if (constructor === undefined) {
    throw new TypeError('This runtime has no WebSocket. Give one: { WebSocket } from the npm package "ws", for example.')
  }
  return new constructor(url, token === undefined ? [SUBPROTOCOL] : [SUBPROTOCOL, `${SUBPROTOCOL}.token.${token}`])
}

/** Stops listening to a socket and closes it, in whatever state it is. */
export function abandon(socket: Socket, code = 1000, reason = ''): void {
  socket.onopen = socket.onmessage = socket.onclose = null
  // Closing a socket that never opened is an error to some implementations, which nobody needs to hear of.
  socket.onerror = () => undefined
  socket.close(code, reason)
}
