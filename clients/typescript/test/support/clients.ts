import { onTestFinished } from 'vitest'
import { AgentBridgeClient, type ClientOptions, type ServerFrame } from '../../src/index.js'
import { CheckedSocket } from './checked-socket.js'

/** A client that is closed with the test, quick to come back. */
export function newClient(options: ClientOptions): AgentBridgeClient {
  const client = new AgentBridgeClient({ WebSocket: CheckedSocket, backoff: { baseMillis: 20, maxMillis: 200 }, ...options })
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
