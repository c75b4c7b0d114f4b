import type { AgentBridgeClient } from '@agent-bridge/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { live, type Opened, openBrowser, openPage } from './fixture/browser'
import { connectClient, newestSequence } from './fixture/client'
import { echo } from './fixture/echo'
import { Gateway } from './fixture/gateway'

/** More than a page reads back: what was before is with the server alone. */
const MORE_THAN_HELD = 119_000
const AT_ONCE = 2_000

let gateway: Gateway
let browser: Browser
let client: AgentBridgeClient
let opened: Opened
let adaId: string
/** After the first prompt and before the second; and the time then. */
let between: number
let betweenMillis: number

beforeAll(async () => {
  ;[gateway, browser] = await Promise.all([Gateway.start('--durability', 'os'), openBrowser()])
  client = await connectClient(gateway)
  adaId = (await client.createAgent({ name: 'ada', backend: 'echo' })).id
  await client.execute(adaId, echo({ text: 'first answer' })).result
  for (let index = 0; index < 40; index++) await client.metric({ metric_name: 'early', metric_value: index })
  between = await newestSequence(client)
  betweenMillis = Date.now()
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  await client.execute(adaId, echo({ text: 'second answer' })).result
  for (let index = 0; index < MORE_THAN_HELD; index += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => client.metric({ metric_name: 'load', metric_value: index })))
  }
}, 120_000)
afterAll(async () => {
  client?.close()
  await browser?.close()
  await gateway?.stop()
})
afterEach(async () => {
  expect(opened.problems).toEqual([])
  await opened.context.close()
})

async function openHeld(path: string): Promise<Page> {
  opened = await openPage(browser, `${gateway.url}${path}`)
  await live(opened.page)
  return opened.page
}

async function seek(page: Page, words: string): Promise<void> {
  await page.keyboard.press(':')
  await page.getByRole('dialog', { name: 'Go to a moment' }).waitFor()
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
}

async function showsMoment(page: Page, at: number): Promise<void> {
  await page.locator('.past .mono', { hasText: new RegExp(`^${at.toLocaleString('en-US')}$`) }).waitFor()
}

function shownSequences(page: Page, rows: string): Promise<number[]> {
  return page.locator(rows).evaluateAll((all) => all.map((row) => Number(row.getAttribute('data-sequence'))).sort((a, b) => a - b))
}

test('the events of a moment that only the server has end with that moment', async () => {
  const page = await openHeld('/events')
  await seek(page, String(between))
  await showsMoment(page, between)
  await page.locator(`.event[data-sequence="${between}"]`).waitFor()
  const shown = await shownSequences(page, '.event')
  expect(shown.at(-1)).toBe(between)
  expect(shown).toEqual(Array.from(shown, (_, index) => between - shown.length + 1 + index))
  await page.keyboard.press('[')
  await showsMoment(page, between - 1)
  await page.locator(`.event[data-sequence="${between}"]`).waitFor({ state: 'detached' })
  expect((await shownSequences(page, '.event')).at(-1)).toBe(between - 1)
})

test('what an agent had said at a moment that only the server has is shown, and nothing of later', async () => {
  const page = await openHeld(`/agents/${adaId}`)
  await seek(page, String(between))
  await showsMoment(page, between)
  await page.locator('.turn__answer', { hasText: 'first answer' }).waitFor()
  expect(await page.locator('.turn__answer', { hasText: 'second answer' }).count()).toBe(0)
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await page.locator('.tail__row', { hasText: 'early = 39' }).waitFor()
  expect(await page.locator('.card', { hasText: 'ada' }).locator('.card__line').textContent()).toContain('first answer')
})

test('a screen stays while the server is asked for a moment', async () => {
  const page = await openHeld('/agents')
  await page.locator('#agent-filter').fill('ada')
  await page.evaluate(() => document.querySelector('.agents')?.setAttribute('data-marked', ''))
  await page.locator('#agent-filter').blur()
  await seek(page, String(between))
  await showsMoment(page, between)
  expect(await page.locator('.agents[data-marked]').count()).toBe(1)
  expect(await page.locator('#agent-filter').inputValue()).toBe('ada')
})

test('a time from before what the page holds leads to the moment then', async () => {
  const page = await openHeld('/')
  await seek(page, new Date(betweenMillis + 500).toISOString())
  await showsMoment(page, between)
})
