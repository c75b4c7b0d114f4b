import { AgentBridgeClient, type SocketConstructor } from '@agent-bridge/client'
import { echoParts } from '../e2e/fixture/echo'
import { FLEET, JOBS, type Job, MESSAGES } from './fleet'

const ROUND_MILLIS = 9_000
/** Jobs that end are done again, one in so many rounds. */
const ROUNDS_PER_JOB = 2

export interface Demo {
  readonly agentIds: Readonly<Record<string, string>>
  stop(): void
}

/**
 * Creates the fleet and gives it its work.
 *
 * @param goOn whether it works on until it is stopped; else it is still after the first round
 */
export async function startDemo(url: string, WebSocket: SocketConstructor, goOn: boolean): Promise<Demo> {
  const client = new AgentBridgeClient({ url, WebSocket })
  await client.connect()
  const agentIds: Record<string, string> = {}
  const atWork = new Map<string, number>()
  for (const { name, type, model, capabilities, parts } of FLEET) {
    const agent = await client.createAgent({
      agent_type: type,
      name,
      model,
      backend: 'echo',
      capabilities: [...capabilities],
      append_system_prompt: echoParts(parts),
    })
    agentIds[name] = agent.id
  }

  /** Whoever has not ended what it was asked before is asked nothing more: some wait for a person. */
  function ask(): void {
    for (const { name, prompts } of FLEET) {
      if ((atWork.get(name) ?? 0) > 0) continue
      atWork.set(name, prompts.length)
      for (const prompt of prompts) {
        const ended = () => atWork.set(name, (atWork.get(name) ?? 1) - 1)
        client.execute(agentIds[name] as string, prompt).result.then(ended, ended)
      }
    }
  }
  async function assign({ title, description, capabilities, priority }: Job, after: string | null): Promise<string> {
    const handle = client.assignTask({
      title,
      description,
      priority,
      required_capabilities: [...capabilities],
      ...(after === null ? {} : { depends_on: [after] }),
    })
    handle.result.catch(() => undefined)
    await handle.accepted
    return handle.id
  }

  ask()
  let before: string | null = null
  for (const job of JOBS) before = await assign(job, job.isNext ? before : null)
  for (const [from, to, content] of MESSAGES) {
    await client.sendMessage({ from_agent: agentIds[from] as string, to_agent: agentIds[to] as string, content })
  }

  let round = 0
  const timer = goOn
    ? setInterval(() => {
        ask()
        const job = JOBS[(round / ROUNDS_PER_JOB) % (JOBS.length - 1)]
        if (round++ % ROUNDS_PER_JOB === 0 && job) assign(job, null).catch(() => undefined)
      }, ROUND_MILLIS)
    : undefined
  return {
    agentIds,
    stop() {
      clearInterval(timer)
      client.close()
    },
  }
}
