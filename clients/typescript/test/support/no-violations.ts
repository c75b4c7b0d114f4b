import { afterEach, expect } from 'vitest'
import { violations } from './checked-socket.js'

afterEach(() => expect(violations.splice(0)).toEqual([]))
