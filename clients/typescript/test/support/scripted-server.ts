import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { newId } from '../../src/identifier.js'

type Message = { id: string; type: string; payload: Record<string, unknown>; correlation_id?: string | null; first_sent_at?: number }

/** A server that says what a test tells it to, for what a real one does only by accident. */
export class ScriptedServer {
  readonly #server: WebSocketServer
  readonly received: Message[] = []
  #bundle: object[] | undefined
  socket: WebSocket | undefined
  connections = 0
  epoch = 'e-1'
  sequence = 0
  limits: Record<string, number> = {}
  /** Answers subscriptions, or leaves them to the test. */
  answersSubscriptions = true
  /** Answers no pings. */
  isDeaf = false

  private constructor(private readonly on: (message: Message, server: ScriptedServer) => void) {
    this.#server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    this.#server.on('connection', (socket) => this.#connected(socket))
  }

  static async start(on: (message: Message, server: ScriptedServer) => void = () => undefined): Promise<ScriptedServer> {
    const server = new ScriptedServer(on)
    await once(server.#server, 'listening')
    return server
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** The messages of a type that came so far. */
  of(type: string): Message[] {
    return this.received.filter((message) => message.type === type)
  }

  say(type: string, payload: object, rest: object = {}): void {
    const frame = { id: newId(), type, timestamp: '2026-03-01T12:00:00.000+00:00', payload, source: 'system', correlation_id: null, ...rest }
    if (this.#bundle) this.#bundle.push(frame)
    else this.socket?.send(JSON.stringify(frame))
  }

  /** Says together what is said meanwhile. */
  bundle(say: () => void): void {
    const messages: object[] = (this.#bundle = [])
    say()
    this.#bundle = undefined
    this.say('connection:bundle', { messages })
  }

  /** An event: a metric, which needs no state. */
  event(sequence: number, rest: object = {}): void {
    this.sequence = Math.max(this.sequence, sequence)
    this.say('system:metric', { metric_name: `m${sequence}`, metric_value: sequence }, { sequence, ...rest })
  }

  fail(errorType: string, text: string, correlationId: string | null | undefined): void {
    const said = { error_message: text, message: text, error: text, metadata: {} }
    this.say('system:error', { error_type: errorType, error_code: errorType, ...said }, { correlation_id: correlationId })
  }

  drop(): void {
    this.socket?.terminate()
  }

  close(): void {
    for (const client of this.#server.clients) client.terminate()
    this.#server.close()
  }

  #connected(socket: WebSocket): void {
    this.connections++
    this.socket = socket
    socket.on('message', (data) => this.#message(JSON.parse((data as Buffer).toString()) as Message))
    const identity = { client_id: newId(), status: 'connected', protocol: 2, server: { name: 'scripted', version: '0' } }
    const place = { epoch: this.epoch, sequence: this.sequence, role: 'admin', limits: this.limits, durability: 'os', backends: [] }
    this.say('connection:ack', { ...identity, ...place })
  }

  #message(message: Message): void {
    this.received.push(message)
    if (message.type === 'connection:subscribe' && this.answersSubscriptions) {
      const { from, epoch = this.epoch } = message.payload
      const recovered = from === 'now' || (typeof from === 'number' && epoch === this.epoch && from <= this.sequence)
      const start = typeof from === 'number' && recovered ? from : this.sequence
      this.say('connection:subscribed', { recovered, epoch: this.epoch, from: start }, { correlation_id: message.correlation_id })
    }
    if (message.type === 'connection:ping' && !this.isDeaf) {
      this.say('connection:pong', { original_timestamp: message.payload['timestamp'] }, { correlation_id: message.id })
    }
    this.on(message, this)
  }
}
