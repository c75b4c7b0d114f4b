import { onTestFinished } from 'vitest'
import { AgentBridgeClient, type ClientOptions, type ServerFrame } from '@agent-bridge/client'
import { CheckedSocket } from './checked-socket.js'

/** A client whose connections a test can see. */
export class TestClient extends AgentBridgeClient {
  readonly #sockets: CheckedSocket[]

  constructor(options: ClientOptions) {
    const sockets: CheckedSocket[] = []
    class NotedSocket extends CheckedSocket {
      constructor(url: string, protocols?: string[]) {
        super(url, protocols)
        sockets.push(this)
      }
    }
    super({ WebSocket: NotedSocket, backoff: { baseMillis: 20, maxMillis: 200 }, ...options })
    this.#sockets = sockets
  }

  get connections(): number {
    return this.#sockets.length
  }

  get socket(): CheckedSocket | undefined {
    return this.#sockets.at(-1)
  }
}

/** A client that is closed with the test, quick to come back. */
export function newClient(options: ClientOptions): TestClient {
  const client = new TestClient(options)
  onTestFinished(() => client.close())
  return client
}

/** The frames of the stream, as they come. */
export function record(client: AgentBridgeClient): ServerFrame[] {
  const frames: ServerFrame[] = []
  client.on('frame', (frame) => frames.push(frame))
  return frames
}

/** The sequences of the events among frames, one for each event. */
export function sequences(frames: readonly ServerFrame[]): number[] {
  return frames.filter((frame) => frame.sequence !== undefined && !frame.more).map((frame) => frame.sequence as number)
}

/** From the first to the last, each one. */
export function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
}
