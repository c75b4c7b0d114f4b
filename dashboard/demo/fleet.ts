import type { EchoPart } from '../e2e/fixture/echo'

/** A fleet that looks like work: what agents are asked, think, do, say and fail at, all scripted on the echo backend. */
export interface Member {
  readonly name: string
  readonly type: 'manager' | 'worker' | 'coordinator'
  readonly model: string
  readonly capabilities: readonly string[]
  readonly parts: readonly EchoPart[]
  /** What it is asked in each round. */
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

const REFUND = `export async function refund(order: Order) {
  const amount = roundCents(order.total)
  return gateway.post('/refunds', { amount })
}`

function used(input_tokens: number, output_tokens: number, cost_usd: number) {
  return { usage: { input_tokens, output_tokens, cost_usd } }
}

/** Tasks go to whoever can take them, so every agent knows how to play them; and all know what to say to one another. */
const EVERYBODY: readonly EchoPart[] = [
  {
    when: 'Write the migration of the ledger',
    tools: [
      { name: 'Grep', input: { pattern: 'settled_on', path: 'ledger/' }, output: 'ledger/schema.sql:14\nledger/report.ts:80\nledger/close.ts:31', delay_ms: 700 },
      {
        name: 'Write',
        input: { file_path: 'ledger/migrations/0042.sql', content: 'ALTER TABLE entries ADD COLUMN settled_at timestamptz;\n' },
        output: 'File created.',
        delay_ms: 1_900,
      },
    ],
    text: 'Written as `ledger/migrations/0042.sql`, with its way back beside it. The two readers of the old column are not changed yet.',
    delay_ms: 3_000,
    chunks: 24,
    ...used(31_200, 940, 0.24),
  },
  {
    when: 'Test refunds with a slow gateway',
    tools: [{ name: 'Bash', input: { command: 'npm test -- refund --slow-gateway', description: 'Run the refund tests' }, output: TESTS, delay_ms: 4_200 }],
    text: 'Money goes back once, also when the answer comes after the time-out. One older test fails by a cent; it is not of this change.',
    delay_ms: 1_500,
    chunks: 20,
    ...used(18_400, 510, 0.11),
  },
  {
    when: 'Release notes for 4.2',
    text: '**4.2** refunds once, also where the payment gateway is slow. Run the migration `0042` before the new version is started.',
    delay_ms: 6_000,
    chunks: 30,
    ...used(9_800, 320, 0.03),
  },
  { when: 'Restart the payments service', text: 'Restarted; four of four instances answer.', delay_ms: 2_000, ...used(6_100, 90, 0.03) },
  {
    when: 'Round cents alike everywhere',
    tools: [
      {
        name: 'Edit',
        input: { file_path: 'payments/money.ts', old_string: 'return Math.round(amount * 100) / 100', new_string: 'return roundHalfEven(amount, 2)' },
        output: 'The file has been updated.',
        delay_ms: 1_200,
      },
    ],
    text: 'Half to even, in both modules.',
    delay_ms: 1_000,
    ...used(7_700, 140, 0.04),
  },
  { when: 'Message from', text: 'I have it, thank you. It comes after what I am at.', delay_ms: 900, ...used(2_100, 24, 0.01) },
]

export const FLEET: readonly Member[] = [
  {
    name: 'lead',
    type: 'manager',
    model: 'opus',
    capabilities: ['planning'],
    prompts: ['Plan the migration of the ledger to settlement times.', 'Which of the three steps can run on Friday?'],
    parts: [
      {
        when: 'Plan the migration',
        thinking: 'The old column is read in more places than the schema says. First find them, then order the steps so that each can be undone.',
        progress: ['Looking for readers of the old column first.'],
        tools: [{ name: 'Grep', input: { pattern: 'settled_on' }, output: '4 files', delay_ms: 600 }],
        text: PLAN,
        chunks: 40,
        delay_ms: 3_000,
        ...used(24_300, 870, 0.19),
      },
      { when: 'Friday', text: 'The first. It adds an empty column and nobody reads it; the other two want people at their desks.', delay_ms: 1_200, chunks: 12, ...used(25_100, 60, 0.08) },
    ],
  },
  {
    name: 'reviewer',
    type: 'worker',
    model: 'opus',
    capabilities: ['review'],
    prompts: ['Review payments/refund.ts before it is merged.'],
    parts: [
      {
        when: 'Review payments/refund.ts',
        progress: ['I read the change and its tests first.'],
        tools: [
          { name: 'Read', input: { file_path: 'payments/refund.ts' }, output: REFUND, delay_ms: 240 },
          { name: 'Bash', input: { command: 'npm test -- refund', description: 'Run the refund tests' }, output: TESTS, failed: true, delay_ms: 1_400 },
        ],
        text: REVIEW,
        chunks: 120,
        delay_ms: 4_000,
        ...used(41_600, 1_280, 0.31),
      },
    ],
  },
  {
    name: 'tester',
    type: 'worker',
    model: 'sonnet',
    capabilities: ['testing', 'coding'],
    prompts: ['Run the tests of the refund module and say what fails.'],
    parts: [
      {
        when: 'Run the tests',
        tools: [{ name: 'Bash', input: { command: 'npm test -- refund', description: 'Run the refund tests' }, output: TESTS, failed: true, delay_ms: 2_500 }],
        text: 'One of three fails: *keeps the cents*. It expects `10.04` and gets `10.05`, which is the rounding that the review names.',
        chunks: 20,
        delay_ms: 1_400,
        ...used(12_900, 210, 0.06),
      },
    ],
  },
  {
    name: 'deployer',
    type: 'worker',
    model: 'sonnet',
    capabilities: ['operations'],
    prompts: ['Restart payments in production once the review is through.'],
    parts: [
      {
        when: 'Restart payments in production',
        tools: [
          {
            name: 'Bash',
            input: { command: 'kubectl get deployment payments --namespace production', description: 'Look at the deployment' },
            output: 'NAME       READY   UP-TO-DATE   AVAILABLE   AGE\npayments   4/4     4            4           61d',
            delay_ms: 420,
          },
        ],
        ask: {
          tool_name: 'Bash',
          input: { command: 'kubectl rollout restart deployment/payments --namespace production', description: 'Restart the payments service' },
          description: 'Restart the payments service in production',
          then: 'Restarted. All four instances are ready again.',
        },
        ...used(8_300, 130, 0.04),
      },
    ],
  },
  {
    name: 'editor',
    type: 'worker',
    model: 'sonnet',
    capabilities: ['coding'],
    prompts: ['Make the ledger round as the payments module does.'],
    parts: [
      {
        when: 'Make the ledger round',
        tools: [{ name: 'Grep', input: { pattern: 'Math.round', path: 'ledger/' }, output: 'ledger/round.ts:7', delay_ms: 180 }],
        ask: {
          tool_name: 'Edit',
          input: { file_path: 'ledger/round.ts', old_string: 'return Math.round(amount * 100) / 100', new_string: 'return roundHalfEven(amount, 2)' },
          description: 'Round as the payments module does',
          then: 'Done: `ledger/round.ts` rounds half to even now.',
        },
        ...used(6_900, 110, 0.03),
      },
    ],
  },
  {
    name: 'crawler',
    type: 'worker',
    model: 'haiku',
    capabilities: ['research'],
    prompts: ['Read what the vendor documents about partial refunds.', 'Compare our pages about refunds with the code.'],
    parts: [
      {
        when: 'vendor documents',
        tools: [{ name: 'WebFetch', input: { url: 'https://docs.example/refunds' }, output: '503 Service Unavailable', failed: true, delay_ms: 900 }],
        fail: 'The documentation server answered 503 three times.',
        ...used(3_200, 40, 0.01),
      },
      { when: 'Compare our pages', text: 'Found 12 pages about refunds; 3 contradict the code.', delay_ms: 1_200, ...used(15_800, 70, 0.02) },
    ],
  },
  {
    name: 'scribe',
    type: 'worker',
    model: 'haiku',
    capabilities: ['writing'],
    prompts: ['Write the release notes of 4.2 for people who run it.'],
    parts: [
      {
        when: 'Write the release notes',
        text: 'A refund is paid once, also where the payment gateway is slow to answer. Nothing has to be changed before the update.',
        delay_ms: 2_200,
        chunks: 30,
        ...used(5_400, 260, 0.02),
      },
    ],
  },
  { name: 'dispatcher', type: 'coordinator', model: 'sonnet', capabilities: ['planning'], prompts: [], parts: [] },
].map((member) => ({ ...member, parts: [...member.parts, ...EVERYBODY] }) as Member)

export interface Job {
  readonly title: string
  readonly description: string
  readonly capabilities: readonly string[]
  readonly priority: number
  /** Waits for the one before it. */
  readonly isNext?: boolean
}

export const JOBS: readonly Job[] = [
  { title: 'Write the migration of the ledger', description: 'Three steps, each with its way back.', capabilities: ['planning'], priority: 5 },
  { title: 'Test refunds with a slow gateway', description: 'The answer comes after the time-out; money goes back once.', capabilities: ['testing'], priority: 3 },
  { title: 'Release notes for 4.2', description: 'What changes for people who run it.', capabilities: ['writing'], priority: 0 },
  { title: 'Restart the payments service', description: 'When the review is through.', capabilities: ['operations'], priority: 2 },
  { title: 'Round cents alike everywhere', description: 'Half to even, as the ledger does.', capabilities: ['coding'], priority: 1, isNext: true },
  { title: 'Check the translation into Basque', description: 'Nobody here speaks it yet.', capabilities: ['basque'], priority: 0 },
]

/** Who says what to whom. */
export const MESSAGES = [
  ['lead', 'reviewer', 'Please look at the second step of the migration.'],
  ['reviewer', 'tester', 'The refund test for slow answers is missing; can you add it?'],
] as const
