import WebSocket from 'ws'
import { errorsOf } from './schemas.js'

/** What the schemas said against messages of the client, since it was looked at last. */
export const violations: string[] = []

/** A WebSocket that notes every message of the client that its schema refuses. */
export class CheckedSocket extends WebSocket {
  override send(text: string): void {
    const errors = errorsOf('client-message', JSON.parse(text))
    if (errors !== '') violations.push(`${errors}: ${text.slice(0, 1_000)}`)
    super.send(text)
  }

  /** For a test that has something wrong to say. */
  sendUnchecked(text: string): void {
    super.send(text)
  }
}
