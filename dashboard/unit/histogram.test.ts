import { expect, test } from 'vitest'
import { Histogram } from '../src/store/histogram'

test('percentiles are within 3.2 % of those of the sorted values', () => {
  const histogram = new Histogram()
  const values: number[] = []
  let seed = 42
  for (let index = 0; index < 20_000; index++) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    const millis = 10 ** ((seed / 2_147_483_648) * 5 - 2)
    values.push(millis)
    histogram.record(millis)
  }
  values.sort((a, b) => a - b)
  for (const share of [0.01, 0.5, 0.9, 0.99, 0.999, 1]) {
    const exact = values[Math.max(0, Math.ceil(share * values.length) - 1)] as number
    expect(Math.abs(histogram.percentile(share) - exact) / exact).toBeLessThan(0.035)
  }
  expect(histogram.max).toBe(values.at(-1))
})

test('nothing recorded has no percentiles', () => {
  const histogram = new Histogram()
  expect(histogram.percentile(0.99)).toBe(0)
  histogram.record(-5)
  expect(histogram.percentile(0.5)).toBe(0)
  histogram.record(100)
  histogram.clear()
  expect(histogram.count).toBe(0)
  expect(histogram.max).toBe(0)
})
