import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A network that fails: passes bytes on to a gateway, and cuts when it is told, in the middle of whatever travels. */
export class TcpProxy {
  readonly #server: Server
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  #isFrozen = false
  /** How many more bytes of the server pass before the next cut. */
  #bytesLeft = Infinity
  /** Connections that were cut. */
  cuts = 0

  private constructor(private readonly target: number) {
    this.#server = createServer((client) => this.#join(client, connect(target, '127.0.0.1')))
  }

  static async before(port: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(port)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Cuts once so many bytes more have come from the server. */
  cutAfter(bytes: number): void {
    this.#bytesLeft = bytes
  }

  /** Cuts now. */
  cut(): void {
    this.#bytesLeft = Infinity
    for (const [client, server] of this.#pairs) {
      this.cuts++
      client.destroy()
      server.destroy()
    }
  }

  /** Lets nothing pass any more, and says nothing of it: a dead network. */
  freeze(): void {
    this.#isFrozen = true
  }

  thaw(): void {
    this.#isFrozen = false
  }

  close(): void {
    this.cut()
    this.#server.close()
  }

  #join(client: Socket, server: Socket): void {
    const pair = [client, server] as const
    this.#pairs.add(pair)
    const end = (): void => {
      this.#pairs.delete(pair)
      client.destroy()
      server.destroy()
    }
    for (const socket of pair) socket.on('error', end).on('close', end)
    // The gateway takes its own name only.
    client.once('data', (data) => server.write(data.toString('latin1').replace(/^Host: .*$/m, `Host: 127.0.0.1:${this.target}`), 'latin1'))
    client.once('data', () => client.on('data', (data) => this.#isFrozen || server.write(data)))
    server.on('data', (data) => this.#pass(client, data))
  }

  #pass(client: Socket, data: Buffer): void {
    if (this.#isFrozen) return
    if (data.length < this.#bytesLeft) {
      this.#bytesLeft -= data.length
      client.write(data)
      return
    }
    client.write(data.subarray(0, this.#bytesLeft), () => this.cut())
  }
}
