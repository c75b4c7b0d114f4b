import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { live, type Opened, openBrowser, openPage } from './fixture/browser'
import { echo } from './fixture/echo'
import { Gateway } from './fixture/gateway'

/** A person's work with agents, from an empty server on, by keyboard. */
let gateway: Gateway
let browser: Browser
let opened: Opened
let page: Page

beforeAll(async () => {
  ;[gateway, browser] = await Promise.all([Gateway.start(), openBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await gateway?.stop()
})
beforeEach(async () => {
  opened = await openPage(browser, gateway.url)
  page = opened.page
  await live(page)
})
afterEach(async () => {
  await opened.context.close()
  expect(opened.problems).toEqual([])
  expect(opened.requests.filter((url) => !url.startsWith(gateway.url) && !url.startsWith('data:'))).toEqual([])
})

async function createAgent(name: string): Promise<void> {
  await page.keyboard.press('n')
  await page.getByRole('dialog', { name: 'New agent' }).waitFor()
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name, level: 2 }).waitFor()
  await page.locator('.agent__head [data-status="idle"]').waitFor()
}

async function prompt(text: string): Promise<void> {
  await page.keyboard.press('i')
  await page.locator('#prompt').fill(text)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
}

test('create an agent, prompt it, watch the answer come, and read it', async () => {
  await page.getByText('No agent is running.').waitFor()
  await createAgent('reviewer')
  const words = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ')
  await prompt(echo({ text: words, chunks: 60, delay_ms: 1_500 }))
  const answer = page.locator('.turn__live')
  await answer.getByText('word3').waitFor()
  expect(await answer.innerText()).not.toContain('word59')
  await page.locator('.turn [data-status="completed"]').waitFor()
  expect(await page.locator('.turn__answer').innerText()).toContain('word59')
  expect(await page.locator('.turn__live').count()).toBe(0)
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await page.locator('.card', { hasText: 'reviewer' }).getByText('word0').waitFor()
})

test('tool calls are folded to a line with how long they took, and unfold by a key to what went in and came out', async () => {
  await createAgent('toolsmith')
  await prompt(
    echo({
      thinking: 'First the tests.',
      tools: [
        { name: 'Bash', input: { command: 'npm test' }, output: '\u001b[31m1 failed\u001b[39m', failed: true, delay_ms: 300 },
        { name: 'Edit', input: { file_path: 'sum.ts', old_string: 'a - b', new_string: 'a + b' }, output: 'Updated.', delay_ms: 100 },
      ],
      text: 'It **adds** now.',
      usage: { input_tokens: 12_345, output_tokens: 678, cost_usd: 0.42 },
    }),
  )
  await page.locator('.turn [data-status="completed"]').waitFor()
  const [tests, edit] = [page.locator('.tool').nth(0), page.locator('.tool').nth(1)]
  expect(await page.locator('.tool[open]').count()).toBe(0)
  expect(await tests.innerText()).toContain('npm test')
  expect(Number(/(\d+) ms/.exec(await tests.innerText())?.[1])).toBeGreaterThanOrEqual(300)
  expect(await tests.getByText('failed', { exact: true }).count()).toBe(1)
  expect(await edit.innerText()).toContain('sum.ts')
  await page.keyboard.press('o')
  await tests.locator('.ansi-red', { hasText: '1 failed' }).waitFor()
  await edit.locator('.patch__line--remove', { hasText: 'a - b' }).waitFor()
  await edit.locator('.patch__line--add', { hasText: 'a + b' }).waitFor()
  await page.locator('.turn__foot', { hasText: '12.3 k tokens in, 678 out, $0.42' }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  const card = page.locator('.card', { hasText: 'toolsmith' })
  await card.getByText('It adds now.').waitFor()
  await card.getByText('$0.42').waitFor()
})

test('the system tells how full its ring is, what its journal holds, and how long events take', async () => {
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  const ring = page.getByRole('meter', { name: 'Ring' })
  await ring.waitFor()
  expect(await ring.getAttribute('aria-valuemax')).toBe('8192')
  const journal = page.getByRole('region', { name: 'Journal' })
  expect(await journal.innerText()).toMatch(/Kept\s+from event 1 on, \d+(\.\d)? [KM]iB/)
  expect(await journal.innerText()).toMatch(/Disk left\s+\d+\.\d GiB/)
  await createAgent('timed')
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  const latency = page.getByRole('region', { name: 'Delivery latency' })
  await latency.getByRole('img', { name: /Latency by percentile/ }).waitFor()
  await latency.getByRole('columnheader', { name: 'p99.9', exact: true }).waitFor()
})

test('cancel what runs, and stop the agent after a question', async () => {
  await createAgent('runner')
  await prompt(echo({ hang: true }))
  await page.locator('.agent__head [data-status="busy"]').waitFor()
  await prompt('never mind')
  await page.getByRole('button', { name: 'Cancel: never mind' }).click()
  await page.locator('.turn', { hasText: 'never mind' }).locator('[data-status="cancelled"]').waitFor()
  await page.locator('.turn [data-status="executing"]').waitFor()
  await page.keyboard.press('c')
  await page.getByRole('dialog', { name: 'Cancel this run?' }).waitFor()
  await page.keyboard.press('Enter')
  await page.locator('.turn [data-status="executing"]').waitFor({ state: 'detached' })
  await expect.poll(() => page.locator('.turn [data-status="cancelled"]').count()).toBe(2)
  await page.keyboard.press('s')
  await page.getByRole('dialog', { name: 'Stop this agent?' }).waitFor()
  await page.keyboard.press('Enter')
  await page.locator('.agent__head [data-status="stopped"]').waitFor()
  expect(await page.locator('#prompt').isDisabled()).toBe(true)
})

test('an approval shows in the title and is answered with a key', async () => {
  await createAgent('builder')
  await prompt(echo({ ask: { tool_name: 'Bash', input: { command: 'make deploy' }, description: 'Deploys the site' } }))
  await page.waitForFunction(() => document.title.startsWith('(1) '))
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  const card = page.locator('.approval')
  await card.getByText('make deploy').waitFor()
  await page.keyboard.press('1')
  await page.locator('.resolved [data-status="allowed"]').waitFor()
  await page.waitForFunction(() => !document.title.startsWith('('))

  await page.goBack()
  await prompt(echo({ ask: { tool_name: 'Bash', input: { command: 'rm -rf /' } } }))
  await page.waitForFunction(() => document.title.startsWith('(1) '))
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await page.locator('.approval').getByText('rm -rf /').waitFor()
  await page.keyboard.press('3')
  await page.locator('.resolved [data-status="denied"]').waitFor()
})

test('a task is created, goes to its agent, and ends on the board and in the list', async () => {
  await createAgent('worker')
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await page.locator('.tasks').waitFor()
  await page.keyboard.press('c')
  await page.getByRole('dialog', { name: 'New task' }).waitFor()
  await page.keyboard.type('Write the minutes')
  await page.getByLabel('Description').fill('Of the meeting on Monday')
  await page.getByLabel('Agent', { exact: true }).selectOption({ label: 'worker' })
  await page.getByRole('button', { name: 'Create the task' }).click()
  const card = page.locator('[data-column="completed"] .taskcard', { hasText: 'Write the minutes' })
  await card.waitFor()
  await card.click()
  const details = page.getByRole('complementary', { name: 'Task' })
  await details.getByText('Of the meeting on Monday').first().waitFor()
  await details.getByRole('link', { name: 'worker' }).waitFor()
  await page.keyboard.press('v')
  await page.getByRole('table').getByText('Write the minutes').waitFor()
})

test('a task is moved with the pointer and with keys, as far as a person may move it', async () => {
  await createAgent('slow')
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await page.locator('.tasks').waitFor()
  for (const title of ['Count the sheep', 'Count the goats']) {
    await page.keyboard.press('c')
    await page.getByRole('dialog', { name: 'New task' }).waitFor()
    await page.keyboard.type(title)
    await page.getByLabel('Required capabilities').fill('counting')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'New task' }).waitFor({ state: 'detached' })
    await page.locator('[data-column="pending"] .taskcard', { hasText: title }).waitFor()
  }
  const sheep = page.locator('.taskcard', { hasText: 'Count the sheep' })
  const cancelled = page.locator('[data-column="cancelled"]')

  await sheep.dragTo(page.locator('[data-column="completed"]'))
  await page.locator('.toast', { hasText: 'A task gets there by its agent’s work alone.' }).waitFor()
  await page.locator('[data-column="pending"] .taskcard', { hasText: 'Count the sheep' }).waitFor()

  await sheep.dragTo(cancelled)
  await page.getByRole('dialog', { name: 'Cancel this task?' }).waitFor()
  await page.keyboard.press('Enter')
  await cancelled.locator('.taskcard:not(.taskcard--leaving)', { hasText: 'Count the sheep' }).waitFor()

  await page.locator('.taskcard', { hasText: 'Count the goats' }).click()
  await page.keyboard.press('x')
  await page.getByRole('dialog', { name: 'Cancel this task?' }).waitFor()
  await page.keyboard.press('Enter')
  await cancelled.locator('.taskcard:not(.taskcard--leaving)', { hasText: 'Count the goats' }).waitFor()

  await sheep.dragTo(page.locator('[data-column="pending"]'))
  const again = page.getByRole('dialog', { name: 'Do it again' })
  expect(await again.getByLabel('Title').inputValue()).toBe('Count the sheep')
  expect(await again.getByLabel('Required capabilities').inputValue()).toBe('counting')
  await page.keyboard.press('Enter')
  await page.locator('[data-column="pending"] .taskcard', { hasText: 'Count the sheep' }).waitFor()
  await cancelled.locator('.taskcard', { hasText: 'Count the sheep' }).waitFor()
})

test('every event is in the log, and its filter, search and details work', async () => {
  await page.keyboard.press('g')
  await page.keyboard.press('e')
  await page.locator('.event', { hasText: 'agent:created' }).first().waitFor()
  await page.getByRole('button', { name: 'Approvals', exact: true }).click()
  await page.locator('.event', { hasText: 'approval:requested' }).first().waitFor()
  expect(await page.locator('.event', { hasText: 'agent:created' }).count()).toBe(0)
  await page.locator('.event', { hasText: 'approval:requested' }).first().click()
  await page.locator('.events__details .json').getByText('"make deploy"').waitFor()
})
