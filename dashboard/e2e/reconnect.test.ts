import type { AgentBridgeClient } from '@agent-bridge/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { live, openBrowser, openPage } from './fixture/browser'
import { connectClient, newestSequence } from './fixture/client'
import { echo } from './fixture/echo'
import { Gateway } from './fixture/gateway'

let gateway: Gateway
let browser: Browser
let client: AgentBridgeClient

beforeAll(async () => {
  ;[gateway, browser] = await Promise.all([Gateway.start(), openBrowser()])
  client = await connectClient(gateway)
})
afterAll(async () => {
  client?.close()
  await browser?.close()
  await gateway?.stop()
})

/** Every event that a page has, in its order, as the export saves it. */
async function eventsOf(page: Page): Promise<readonly { sequence: number; type: string; id: string }[]> {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Events' }).click()
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save these events as JSON lines' }).click(),
  ])
  const stream = await saved.createReadStream()
  let text = ''
  for await (const chunk of stream) text += String(chunk)
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { sequence: number; type: string; id: string })
}

test('after kill -9 of the server nothing is lost, and what was typed meanwhile is sent once', async () => {
  const agent = await client.createAgent({ name: 'survivor', backend: 'echo' })
  const { page, context, problems } = await openPage(browser, `${gateway.url}/agents/${agent.id}`)
  await live(page)
  await page.locator('.agent__head [data-status="idle"]').waitFor()
  await page.keyboard.press('i')
  await page.locator('#prompt').fill(echo({ text: 'before the crash' }))
  await page.keyboard.press('Enter')
  await page.locator('.turn [data-status="completed"]').waitFor()

  await gateway.kill()
  await page.getByText('The server cannot be reached.').waitFor()
  await page.locator('#prompt').fill(echo({ text: 'typed while it was away' }))
  await page.getByRole('button', { name: 'Send when back' }).click()
  await page.getByText('1 request without an answer will be sent again.').waitFor()

  await gateway.restart()
  await page.getByText('Connected again').waitFor()
  await page.locator('.turn__answer', { hasText: 'typed while it was away' }).waitFor({ timeout: 20_000 })
  await page.locator('.banner').waitFor({ state: 'detached' })
  expect(await page.locator('.turn').count()).toBe(2)

  await page.keyboard.press('Escape')
  const seen = await eventsOf(page)
  const newest = await newestSequence(client)
  expect(seen.map(({ sequence }) => sequence)).toEqual(Array.from({ length: newest }, (_, index) => index + 1))
  expect(problems).toEqual([])
  await context.close()
}, 60_000)

test('what is sent while the server is away is kept for longer than a request takes', async () => {
  const { page, context } = await openPage(browser, 'about:blank')
  await page.clock.install()
  await page.goto(gateway.url)
  await live(page)
  await gateway.kill()
  await page.getByText('The server cannot be reached.').waitFor()
  await page.keyboard.press('n')
  await page.getByRole('dialog', { name: 'New agent' }).waitFor()
  await page.keyboard.type('patient')
  await page.keyboard.press('Enter')
  await page.getByText('1 request without an answer will be sent again.').waitFor()
  await page.clock.fastForward(60_000)
  await gateway.restart()
  await page.locator('.agent__head', { hasText: 'patient' }).waitFor()
  expect(await page.locator('.toast').count()).toBe(0)
  await context.close()
}, 60_000)

test('it says that everything is here only when it is', async () => {
  const { page, context } = await openPage(browser, gateway.url)
  await live(page)
  await gateway.kill()
  await page.getByText('The server cannot be reached.').waitFor()
  // What the time bar knew when it was said for the first time.
  const known = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new MutationObserver(() => {
          if (document.querySelector('.banner')?.textContent?.includes('everything that happened meanwhile is here'))
            resolve(Number(document.querySelector('.timebar__lane')?.getAttribute('aria-valuemax')))
        }).observe(document.body, { subtree: true, childList: true, characterData: true })
      }),
  )
  await context.setOffline(true)
  await gateway.restart()
  await Promise.all(Array.from({ length: 2_000 }, (_, index) => client.metric({ metric_name: 'meanwhile', metric_value: index })))
  const newest = await newestSequence(client)
  await context.setOffline(false)
  expect(await known).toBeGreaterThanOrEqual(newest)
  await context.close()
}, 60_000)

test('every screen opens for the first time while nothing can be reached', async () => {
  const { page, context } = await openPage(browser, gateway.url)
  await live(page)
  await context.setOffline(true)
  for (const screen of ['Agents', 'Tasks', 'Approvals', 'Events', 'System']) {
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen }).click()
    await page.getByRole('main', { name: screen }).locator('.panel').first().waitFor()
  }
  await context.close()
})

test('two browsers see the same', async () => {
  const [first, second] = await Promise.all([openPage(browser, gateway.url), openPage(browser, gateway.url)])
  await Promise.all([live(first.page), live(second.page)])
  await first.page.keyboard.press('n')
  await first.page.getByRole('dialog', { name: 'New agent' }).waitFor()
  await first.page.keyboard.type('shared')
  await first.page.keyboard.press('Enter')
  await second.page.locator('.card', { hasText: 'shared' }).getByText('Idle').waitFor()
  await first.page.locator('.agent__head [data-status="idle"]').waitFor()
  const [mine, theirs] = await Promise.all([eventsOf(first.page), eventsOf(second.page)])
  // The one who asked sees its answers; both are shown in the form that everybody sees.
  expect(mine.map(({ sequence, type }) => `${sequence} ${type}`)).toEqual(theirs.map(({ sequence, type }) => `${sequence} ${type}`))
  await Promise.all([first.context.close(), second.context.close()])
})
