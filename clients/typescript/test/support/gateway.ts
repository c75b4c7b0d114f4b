import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../..')
const JAR = join(ROOT, 'gateway/target/gateway.jar')
const START_MILLIS = 60_000

function java(): string {
  return join(execFileSync(join(ROOT, 'scripts/find-jdk'), { encoding: 'utf8' }).trim(), 'bin/java')
}

/** A running gateway: the delivered jar in a process of its own, with echo agents. */
export class Gateway {
  #process: ChildProcess | undefined
  #output = ''
  #port = 0

  private constructor(
    private readonly folder: string,
    private readonly options: readonly string[],
  ) {}

  /** On a free port and an empty data folder. */
  static async start(...options: string[]): Promise<Gateway> {
    if (!existsSync(JAR)) throw new Error('There is no gateway/target/gateway.jar. Build it with: mvn -pl gateway -am package')
    const gateway = new Gateway(await mkdtemp(join(tmpdir(), 'agent-bridge-client-')), options)
    await gateway.#launch()
    return gateway
  }

  get port(): number {
    return this.#port
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}`
  }

  /** SIGKILL, and waits for the end. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** SIGTERM, and waits for the end. */
  async terminate(): Promise<void> {
    await this.#end('SIGTERM')
  }

  /** The same port and data folder, once it has ended. */
  async restart(): Promise<void> {
    await this.#launch()
  }

  /** Ends it and removes its data. */
  async close(): Promise<void> {
    await this.kill()
    await rm(this.folder, { recursive: true, force: true })
  }

  /** The token of its file, as its own command prints it. */
  token(): string {
    const output = execFileSync(java(), ['-jar', JAR, 'token', '--data', join(this.folder, 'data')], { encoding: 'utf8' })
    return output.trim().split('\n').at(-1) ?? ''
  }

  async #launch(): Promise<void> {
    const place = ['--host', '127.0.0.1', '--port', String(this.#port), '--data', join(this.folder, 'data'), '--backend', 'echo']
    const process = spawn(java(), ['-jar', JAR, 'run', ...place, ...this.options], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#process = process
    this.#output = ''
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`The gateway ${why}. It said:\n${this.#output}`))
      const timer = setTimeout(() => fail('does not listen'), START_MILLIS)
      const heard = (data: Buffer): void => {
        this.#output += data.toString()
        const port = /listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(this.#output)?.[1]
        if (port === undefined) return
        this.#port = Number(port)
        clearTimeout(timer)
        resolve()
      }
      process.stdout?.on('data', heard)
      process.stderr?.on('data', heard)
      process.once('exit', (code) => {
        clearTimeout(timer)
        fail(`ended with ${code}`)
      })
    })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const process = this.#process
    this.#process = undefined
    if (process === undefined || process.exitCode !== null || process.signalCode !== null) return
    const exited = once(process, 'exit')
    process.kill(signal)
    await exited
  }
}
