import { afterAll } from 'vitest'
import { Gateway } from './gateway.js'

/** One gateway for all tests of a file that do not end it; nothing happens there but theirs. */
const gateway = await Gateway.start()
afterAll(() => gateway.close())

export const url = gateway.url
