import { fullJitter, type BackoffOptions } from './backoff.js'
import { AccessDeniedError, AgentBridgeError, CannotConnectError, ConnectionClosedError } from './errors.js'
import { Link, type Acknowledgement, type Ending, type LinkOptions } from './link.js'
import type { ServerFrame } from './protocol.js'

export interface ConnectionOptions extends LinkOptions {
  readonly backoff: BackoffOptions
  /** A connection that lasts so long is a success, and the next pause begins small again. */
  readonly stableAfterMillis: number
}

/** How the connection is. */
export type ConnectionStatus =
  | { readonly state: 'idle' }
  | { readonly state: 'connecting'; readonly attempt: number }
  | { readonly state: 'connected'; readonly acknowledgement: Acknowledgement }
  | { readonly state: 'waiting'; readonly attempt: number; readonly retryAt: Date; readonly ending: Ending }
  | { readonly state: 'closed'; readonly error: ConnectionClosedError }

export interface ConnectionListener {
  acknowledged(acknowledgement: Acknowledgement): void
  frame(frame: ServerFrame): void
  /** A connection ended that was acknowledged. */
  lost(ending: Ending): void
  status(status: ConnectionStatus): void
  /** No more attempts will be made. */
  closed(error: ConnectionClosedError): void
}

/** Connects, and connects again, until it is closed or refused for good. */
export class Connection {
  #link: Link | undefined
  #status: ConnectionStatus = { state: 'idle' }
  #attempt = 0
  #acknowledgedAt: number | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly options: ConnectionOptions,
    private readonly listener: ConnectionListener,
  ) {}

  get status(): ConnectionStatus {
    return this.#status
  }

  /** Begins; does nothing if it has begun. */
  open(): void {
    if (this.#status.state === 'idle' || this.#status.state === 'closed') {
      this.#attempt = 0
      this.#connect()
    }
  }

  /** Ends a pause at once: where the network is known to be back, for example. */
  retryNow(): void {
    if (this.#status.state === 'waiting') {
      clearTimeout(this.#timer)
      this.#connect()
    }
  }

  send(text: string): void {
    if (this.#link?.isOpen) this.#link.send(text)
  }

  /** Gives this connection up and makes another. */
  restart(error: AgentBridgeError): void {
    this.#link?.fail(error)
  }

  close(error: ConnectionClosedError = new ConnectionClosedError('The client was closed.')): void {
    if (this.#status.state === 'closed') return
    clearTimeout(this.#timer)
    this.#link?.close('closed')
    this.#link = undefined
    this.#set({ state: 'closed', error })
    this.listener.closed(error)
  }

  #connect(): void {
    this.#acknowledgedAt = undefined
    if (!this.#set({ state: 'connecting', attempt: this.#attempt })) return
    try {
      this.#link = this.#newLink()
    } catch (error) {
      // The next attempt would fail as this one did.
      this.close(new CannotConnectError(`No WebSocket to ${this.options.url} can be opened: ${messageOf(error)}`, { cause: error }))
    }
  }

  #newLink(): Link {
    return new Link(this.options, {
      acknowledged: (acknowledgement) => {
        this.#acknowledgedAt = Date.now()
        if (this.#set({ state: 'connected', acknowledgement })) this.listener.acknowledged(acknowledgement)
      },
      frame: (frame) => this.listener.frame(frame),
      ended: (ending) => this.#ended(ending),
    })
  }

  #ended(ending: Ending): void {
    this.#link = undefined
    const lastedMillis = this.#acknowledgedAt === undefined ? 0 : Date.now() - this.#acknowledgedAt
    if (lastedMillis >= this.options.stableAfterMillis) this.#attempt = 0
    const pauseMillis = fullJitter(this.#attempt, this.options.backoff)
    this.#attempt++
    const wasAcknowledged = this.#acknowledgedAt !== undefined
    if (ending.error instanceof AccessDeniedError) {
      if (wasAcknowledged) this.listener.lost(ending)
      this.close(ending.error)
      return
    }
    this.#timer = setTimeout(() => this.#connect(), pauseMillis)
    this.#set({ state: 'waiting', attempt: this.#attempt, retryAt: new Date(Date.now() + pauseMillis), ending })
    if (wasAcknowledged) this.listener.lost(ending)
  }

  /** Whether it is so still when it has been told: who hears of it may close the connection, and even open it again. */
  #set(status: ConnectionStatus): boolean {
    this.#status = status
    this.listener.status(status)
    return this.#status === status
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
