import { AgentBridgeClient, type SocketConstructor } from '@agent-bridge/client'
import { echo } from '../e2e/fixture/echo'

/** A fleet that looks like work: what agents say, do, ask and fail at, all scripted on the echo backend. */
interface Member {
  readonly name: string
  readonly type: 'manager' | 'worker' | 'coordinator'
  readonly model: string
  readonly capabilities: readonly string[]
  readonly prompts: readonly string[]
}

const REVIEW = `## Review of \`payments/refund.ts\`

Two findings; the first one **loses money**.

1. A refund is retried without its idempotency key, so a slow answer refunds twice.
2. \`roundCents\` rounds half to even here and half up in the ledger.

\`\`\`diff
--- a/payments/refund.ts
+++ b/payments/refund.ts
@@ -41,7 +41,7 @@ export async function refund(order: Order) {
   const amount = roundCents(order.total)
-  return gateway.post('/refunds', { amount })
+  return gateway.post('/refunds', { amount }, { idempotencyKey: order.id })
 }
\`\`\`

| Check | Result |
|---|---|
| Unit tests | 212 passed |
| Types | clean |
| Coverage of the change | 94 % |`

const TESTS = `\u001b[1m test/refund.test.ts\u001b[0m
 \u001b[32m✓\u001b[39m refunds once \u001b[2m12 ms\u001b[22m
 \u001b[32m✓\u001b[39m refunds once although the answer is slow \u001b[2m208 ms\u001b[22m
 \u001b[31m✗\u001b[39m keeps the cents \u001b[2m3 ms\u001b[22m
   \u001b[31mexpected 10.04, got 10.05\u001b[39m

\u001b[1mTests\u001b[0m  \u001b[32m2 passed\u001b[39m, \u001b[31m1 failed\u001b[39m`

const PLAN = `The migration goes in three steps, each of which can be taken back:

- **Add** the column \`settled_at\`, empty for now.
- **Write** it beside the old one, and compare for a day.
- **Drop** the old one.

The second step needs a review by somebody who knows the ledger.`

export const FLEET: readonly Member[] = [
  {
    name: 'lead',
    type: 'manager',
    model: 'opus',
    capabilities: ['planning'],
    prompts: [
      echo({ text: PLAN, chunks: 40, delay_ms: 3_000, progress: ['Reading the schema.', 'Looking for readers of the old column: 4 files.'] }),
      'Which of the three steps can run on Friday?',
    ],
  },
  {
    name: 'reviewer',
    type: 'worker',
    model: 'opus',
    capabilities: ['review'],
    prompts: [echo({ text: REVIEW, chunks: 120, delay_ms: 4_000, progress: ['Reading `payments/refund.ts` and its tests.'] })],
  },
  {
    name: 'tester',
    type: 'worker',
    model: 'sonnet',
    capabilities: ['testing', 'coding'],
    prompts: [echo({ text: TESTS, chunks: 20, delay_ms: 2_500, progress: ['Running the tests of the refund module.'] })],
  },
  {
    name: 'deployer',
    type: 'worker',
    model: 'sonnet',
    capabilities: ['operations'],
    prompts: [
      echo({
        ask: {
          tool_name: 'Bash',
          input: { command: 'kubectl rollout restart deployment/payments --namespace production', description: 'Restart the payments service' },
          description: 'Restart the payments service in production',
        },
      }),
    ],
  },
  {
    name: 'editor',
    type: 'worker',
    model: 'sonnet',
    capabilities: ['coding'],
    prompts: [
      echo({
        ask: {
          tool_name: 'Edit',
          input: { file_path: 'ledger/round.ts', old_string: 'return Math.round(amount * 100) / 100', new_string: 'return roundHalfEven(amount, 2)' },
          description: 'Round as the payments module does',
        },
      }),
    ],
  },
  {
    name: 'crawler',
    type: 'worker',
    model: 'haiku',
    capabilities: ['research'],
    prompts: [echo({ fail: 'The documentation server answered 503 three times.' }), echo({ text: 'Found 12 pages about refunds; 3 contradict the code.', delay_ms: 1_200 })],
  },
  { name: 'scribe', type: 'worker', model: 'haiku', capabilities: ['writing'], prompts: ['Write the release notes of 4.2 for people who run it.'] },
  { name: 'dispatcher', type: 'coordinator', model: 'sonnet', capabilities: ['planning'], prompts: [] },
]

const TASKS = [
  { title: 'Write the migration of the ledger', description: 'Three steps, each with its way back.', capabilities: ['planning'], priority: 5 },
  { title: 'Test refunds with a slow gateway', description: 'The answer comes after the time-out; money goes back once.', capabilities: ['testing'], priority: 3 },
  { title: 'Release notes for 4.2', description: 'What changes for people who run it.', capabilities: ['writing'], priority: 0 },
  { title: 'Restart the payments service', description: 'When the review is through.', capabilities: ['operations'], priority: 2 },
  { title: 'Round cents alike everywhere', description: 'Half to even, as the ledger does.', capabilities: ['coding'], priority: 1 },
  { title: 'Check the translation into Basque', description: 'Nobody here speaks it yet.', capabilities: ['basque'], priority: 0 },
] as const

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
  for (const { name, type, model, capabilities } of FLEET) {
    const agent = await client.createAgent({ agent_type: type, name, model, backend: 'echo', capabilities: [...capabilities] })
    agentIds[name] = agent.id
  }
  let round = 0
  const prompts = () => {
    for (const { name, prompts: all } of FLEET) {
      const agentId = agentIds[name] as string
      // An agent that waits for an answer is not given more to wait with.
      if (round > 0 && all.some((prompt) => prompt.includes('"ask"'))) continue
      for (const prompt of all) client.execute(agentId, prompt).result.catch(() => undefined)
    }
  }
  const tasks = async () => {
    let before: string | null = null
    for (const { title, description, capabilities, priority } of TASKS) {
      const handle = client.assignTask({ title, description, priority, required_capabilities: [...capabilities], ...(before && title.startsWith('Round') ? { depends_on: [before] } : {}) })
      handle.result.catch(() => undefined)
      await handle.accepted
      before = handle.id
    }
  }
  prompts()
  await tasks()
  const messages = [
    ['lead', 'reviewer', 'Please look at the second step of the migration.'],
    ['reviewer', 'tester', 'The refund test for slow answers is missing; can you add it?'],
  ] as const
  for (const [from, to, content] of messages) {
    await client.sendMessage({ from_agent: agentIds[from] as string, to_agent: agentIds[to] as string, content })
  }
  const timer = goOn
    ? setInterval(() => {
        round++
        prompts()
      }, 9_000)
    : undefined
  return {
    agentIds,
    stop() {
      clearInterval(timer)
      client.close()
    },
  }
}
