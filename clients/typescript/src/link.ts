import { AccessDeniedError, AgentBridgeError, ProtocolError } from './errors.js'
import { newId } from './identifier.js'
import type { ClientMessageType, FrameOf, PayloadOf, ServerFrame } from './protocol.js'
import { abandon, openSocket, type Socket, type SocketConstructor } from './socket.js'

export type Acknowledgement = FrameOf<'connection:ack'>['payload']

/** How a connection is made, and when it is given up. */
export interface LinkOptions {
  readonly url: string
  readonly token: string | undefined
  readonly WebSocket: SocketConstructor | undefined
  /** From the attempt to the server's first frame. */
  readonly openTimeoutMillis: number
  /** Silence after which the server is asked for a sign of life. */
  readonly pingAfterMillis: number
  /** How long that sign may take. */
  readonly pongTimeoutMillis: number
}

/** Why a connection ended. */
export interface Ending {
  /** The close code; 1006 where there was none. */
  readonly code: number
  readonly reason: string
  readonly error?: AgentBridgeError
}

export interface LinkListener {
  acknowledged(acknowledgement: Acknowledgement): void
  frame(frame: ServerFrame): void
  /** Called once, last. */
  ended(ending: Ending): void
}

const NO_CODE = 1006
const POLICY = 1008

/** One connection, from the attempt to its end. Tells a dead peer from a silent one. */
export class Link {
  readonly #socket: Socket
  #state: 'opening' | 'open' | 'ended' = 'opening'
  #timer: ReturnType<typeof setTimeout> | undefined
  #lastFrameAt = 0
  #pingedAt: number | undefined
  #clientId = ''
  #failure = ''

  constructor(
    private readonly options: LinkOptions,
    private readonly listener: LinkListener,
  ) {
    this.#socket = openSocket(options.url, options.token, options.WebSocket)
    this.#socket.onmessage = ({ data }: { data: unknown }) => this.#receive(data)
    this.#socket.onerror = ({ message }: { message?: string }) => (this.#failure = message ?? '')
    this.#socket.onclose = ({ code, reason }: { code?: number; reason?: string }) => this.#end(code ?? NO_CODE, reason ?? '')
    this.#timer = setTimeout(
      () => this.#give(`the server said nothing within ${options.openTimeoutMillis} ms`),
      options.openTimeoutMillis,
    )
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  /** Sends a text; only while open. */
  send(text: string): void {
    this.#socket.send(text)
  }

  /** Ends it in order; the listener hears nothing any more. */
  close(reason: string): void {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    clearTimeout(this.#timer)
    abandon(this.#socket, 1000, reason)
  }

  /** Ends it although the peer may be there, to begin anew. */
  fail(error: AgentBridgeError): void {
    this.#give(error.message, error)
  }

  #receive(data: unknown): void {
    if (this.#state === 'ended') return
    this.#lastFrameAt = Date.now()
    this.#pingedAt = undefined
    const frame = parse(data)
    if (frame === undefined) {
      this.fail(new ProtocolError('The server sent something that is no message of the protocol.'))
    } else if (this.#state === 'opening') {
      this.#acknowledged(frame)
    } else {
      this.#take(frame)
    }
  }

  #take(frame: ServerFrame): void {
    if (frame.type === 'connection:bundle') {
      // What a frame leads to may end this connection; the next one brings the rest.
      for (const each of frame.payload.messages) if (this.#state === 'open') this.#take(each as ServerFrame)
      return
    }
    if (frame.type === 'connection:ping') this.#pong(frame)
    this.listener.frame(frame)
  }

  #acknowledged(frame: ServerFrame): void {
    if (frame.type !== 'connection:ack') {
      this.fail(new ProtocolError(`The server began with ${frame.type} instead of connection:ack.`))
      return
    }
    this.#state = 'open'
    this.#clientId = frame.payload.client_id
    clearTimeout(this.#timer)
    this.#watch(this.options.pingAfterMillis)
    this.listener.acknowledged(frame.payload)
  }

  #pong(ping: FrameOf<'connection:ping'>): void {
    this.#say('connection:pong', {
      client_id: this.#clientId,
      original_timestamp: ping.payload.timestamp,
      response_timestamp: new Date().toISOString(),
    })
  }

  #say<T extends ClientMessageType>(type: T, payload: PayloadOf<T>): void {
    this.send(JSON.stringify({ id: newId(), type, timestamp: new Date().toISOString(), payload }))
  }

  #watch(millis: number): void {
    this.#timer = setTimeout(() => this.#check(), millis)
  }

  /** One timer for the whole connection: frames only note their time. */
  #check(): void {
    const { pingAfterMillis, pongTimeoutMillis } = this.options
    if (this.#pingedAt !== undefined) {
      this.#give(`the server gave no sign of life for ${Date.now() - this.#lastFrameAt} ms`)
      return
    }
    const silentMillis = Date.now() - this.#lastFrameAt
    if (silentMillis < pingAfterMillis) {
      this.#watch(pingAfterMillis - silentMillis)
    } else {
      this.#pingedAt = Date.now()
      this.#say('connection:ping', { client_id: this.#clientId, timestamp: new Date().toISOString() })
      this.#watch(pongTimeoutMillis)
    }
  }

  #give(reason: string, error?: AgentBridgeError): void {
    if (this.#state === 'ended') return
    abandon(this.#socket)
    this.#end(NO_CODE, reason, error)
  }

  #end(code: number, reason: string, error?: AgentBridgeError): void {
    if (this.#state === 'ended') return
    const refused = this.#state === 'opening' && /\b40[13]\b/.test(this.#failure)
    this.#state = 'ended'
    clearTimeout(this.#timer)
    const why = reason || this.#failure
    const denied = refused || code === POLICY ? new AccessDeniedError(why || 'The server does not let this client in.') : undefined
    const known = error ?? denied
    this.listener.ended({ code, reason: why, ...(known === undefined ? {} : { error: known }) })
  }
}

function parse(data: unknown): ServerFrame | undefined {
  if (typeof data !== 'string') return undefined
  try {
    const frame = JSON.parse(data) as ServerFrame
    return typeof frame?.type === 'string' && typeof frame.payload === 'object' && frame.payload !== null ? frame : undefined
  } catch {
    return undefined
  }
}
