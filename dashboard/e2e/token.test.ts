import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { live, openBrowser, openPage } from './fixture/browser'
import { Gateway } from './fixture/gateway'

let gateway: Gateway
let browser: Browser

beforeAll(async () => {
  ;[gateway, browser] = await Promise.all([Gateway.start('--auth', 'token'), openBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await gateway?.stop()
})

test('where a token is needed the page asks for it, says why, and keeps it for the tab', async () => {
  const { page, context } = await openPage(browser, gateway.url)
  await page.getByRole('heading', { name: 'This server wants a token' }).waitFor()
  await page.getByLabel('Access token').fill('wrong')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  await page.getByLabel('Access token').fill(gateway.token())
  await page.keyboard.press('Enter')
  await live(page)
  await page.reload()
  await live(page)
  expect(page.url()).not.toContain('token')
  await context.close()
})

test('where the server comes back with another token the page asks for that, and what was not sent is told', async () => {
  const { page, context } = await openPage(browser, gateway.url)
  await page.getByLabel('Access token').fill(gateway.token())
  await page.keyboard.press('Enter')
  await live(page)
  await gateway.kill()
  await page.getByText('The server cannot be reached.').waitFor()
  await page.keyboard.press('n')
  await page.getByRole('dialog', { name: 'New agent' }).waitFor()
  await page.keyboard.type('late')
  await page.keyboard.press('Enter')
  const token = gateway.token('--rotate')
  await gateway.restart()
  await page.getByRole('heading', { name: 'This server wants a token' }).waitFor()
  await page.locator('.toast', { hasText: 'Creating the agent did not work.' }).waitFor()
  await page.getByLabel('Access token').fill(token)
  await page.keyboard.press('Enter')
  await live(page)
  await context.close()
})
