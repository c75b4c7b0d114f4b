import { ProtocolError } from './errors.js'
import type { FrameOf, PastState } from './protocol.js'

type StatePart = FrameOf<'system:state'>['payload']

/** Puts past states together, whose parts come as separate frames of which the last answers the request. */
export class StateParts {
  readonly #parts = new Map<string, StatePart[]>()

  expect(requestId: string): void {
    this.#parts.set(requestId, [])
  }

  take(part: StatePart): void {
    this.#parts.get(part.request_id)?.push(part)
  }

  /** The whole, once the last part is there. */
  complete(requestId: string, last: StatePart): PastState {
    const parts = this.#parts.get(requestId) ?? []
    if (parts.length !== last.part + 1 || parts.some((part, index) => part.part !== index || part.sequence !== last.sequence)) {
      throw new ProtocolError(`The state at ${last.sequence} came incomplete.`)
    }
    return {
      sequence: last.sequence,
      timestamp: last.timestamp,
      agents: parts.flatMap((part) => part.agents),
      tasks: parts.flatMap((part) => part.tasks),
      commands: parts.flatMap((part) => part.commands),
      approvals: parts.flatMap((part) => part.approvals),
    }
  }

  forget(requestId: string): void {
    this.#parts.delete(requestId)
  }

  /** The connection was lost: every request is sent again, and its parts begin anew. */
  clear(): void {
    for (const id of this.#parts.keys()) this.#parts.set(id, [])
  }
}
