import { describe, expect, test } from 'vitest'
import { LayeredMap } from '../src/layered-map.js'
import { Random } from './support/random.js'

interface Pair {
  readonly map: LayeredMap<number>
  readonly model: Map<string, number>
}

function expectSame({ map, model }: Pair): void {
  expect(map.size).toBe(model.size)
  expect(new Map(map)).toEqual(model)
  expect(new Set(map.keys())).toEqual(new Set(model.keys()))
  expect([...map.values()].sort((a, b) => a - b)).toEqual([...model.values()].sort((a, b) => a - b))
  for (const key of ['1', '77', '2000', 'never']) expect([map.has(key), map.get(key)]).toEqual([model.has(key), model.get(key)])
}

describe('a layered map', () => {
  test('and all copies of it are what maps and copies of maps would be, whatever is done to them', () => {
    const random = new Random(7)
    const pairs: Pair[] = [{ map: new LayeredMap(), model: new Map() }]
    for (let step = 0; step < 40_000; step++) {
      const { map, model } = pairs[random.below(pairs.length)] as Pair
      const key = String(random.below(3_000))
      const chance = random.below(1_000)
      if (chance < 800) {
        map.set(key, step)
        model.set(key, step)
      } else if (chance < 995) {
        map.delete(key)
        model.delete(key)
      } else {
        const copied = { map: map.copy(), model: new Map(model) }
        if (pairs.length < 12) pairs.push(copied)
        else pairs[random.below(pairs.length)] = copied
      }
    }
    for (const pair of pairs) expectSame(pair)
    expect(pairs.length).toBe(12)
  })

  test('keeps the order in which keys came, over copies', () => {
    let map = new LayeredMap<number>()
    for (let key = 0; key < 2_000; key++) {
      map.set(String(key), key)
      if (key % 300 === 0) map = map.copy()
    }
    map.set('5', -5)
    map.delete('7')
    expect([...map.keys()].slice(0, 9)).toEqual(['0', '1', '2', '3', '4', '5', '6', '8', '9'])
    expect(map.get('5')).toBe(-5)
    expect([...map.keys()].at(-1)).toBe('1999')
  })
})
