import { useEffect, useRef } from 'react'
import { colour, useTheme } from '../shell/theme'
import { store } from '../store/store'
import { type Density, FreshDensity } from './density'

interface Props {
  readonly onSeek: (sequence: number | null) => void
}

const REDRAW_MILLIS = 500
const BAR_PIXELS = 3

/**
 * The density of events over the retained time, quiet spans shortened, errors and approvals in their colours, and where the reader
 * stands. Drawn on a canvas: it shows a hundred thousand events.
 */
export function Lane({ onSeek }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useTheme()

  useEffect(() => {
    const element = canvas.current
    if (!element) return
    let drawn = ''
    let queued = 0
    let [width, height] = [0, 0]
    const colours = coloursOfTheme()
    const density = new FreshDensity(store.log, REDRAW_MILLIS)
    const draw = () => {
      queued = 0
      const { moment, log } = store
      const state = `${width} ${height} ${log.first?.sequence} ${log.last?.sequence} ${moment.past ? moment.sequence : 'live'}`
      const context = element.getContext('2d')
      if (state === drawn || width === 0 || !context) return
      drawn = state
      const scale = window.devicePixelRatio || 1
      // Giving a canvas its size makes it anew, which takes longer than drawing on it.
      if (element.width !== Math.round(width * scale) || element.height !== Math.round(height * scale)) {
        element.width = Math.round(width * scale)
        element.height = Math.round(height * scale)
      }
      context.setTransform(scale, 0, 0, scale, 0, 0)
      context.clearRect(0, 0, width, height)
      if (log.length > 0) {
        const event = moment.past ? log.at(log.indexOf(moment.sequence)) : undefined
        const at = moment.past ? ((event ?? log.last)?.busyMillis ?? null) : null
        paint(context, width, height, density.in(Math.max(1, Math.floor(width / BAR_PIXELS))), at, colours)
      }
    }
    const soon = (millis: number) => {
      if (!queued) queued = window.setTimeout(draw, millis)
    }
    const stopCalm = store.subscribe('calm', () => soon(store.moment.past ? 0 : REDRAW_MILLIS))
    const resized = new ResizeObserver(([entry]) => {
      if (entry) ({ width, height } = entry.contentRect)
      draw()
    })
    resized.observe(element)
    return () => {
      stopCalm()
      resized.disconnect()
      window.clearTimeout(queued)
    }
  }, [theme])

  function seekTo(clientX: number) {
    const element = canvas.current
    const { first, last } = store.log
    if (!element || !first || !last) return
    const box = element.getBoundingClientRect()
    const share = Math.min(1, Math.max(0, (clientX - box.left) / box.width))
    const index = store.log.indexAtBusyTime(first.busyMillis + share * (last.busyMillis - first.busyMillis))
    const event = store.log.at(index)
    if (event) onSeek(share > 0.998 ? null : event.sequence)
  }

  return (
    <canvas
      ref={canvas}
      className="lane"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        seekTo(event.clientX)
      }}
      onPointerMove={(event) => {
        if (event.buttons & 1) seekTo(event.clientX)
      }}
    />
  )
}

interface Colours {
  readonly plain: string
  readonly ahead: string
  readonly error: string
  readonly approval: string
  readonly position: string
}

function coloursOfTheme(): Colours {
  return { plain: colour('--line-strong'), ahead: colour('--line'), error: colour('--bad'), approval: colour('--warn'), position: colour('--accent') }
}

/** @param at the moment that is looked at, as time without the quiet; null is now */
function paint(context: CanvasRenderingContext2D, width: number, height: number, density: Density, at: number | null, colours: Colours): void {
  const { bins, counts, errors, approvals, most } = density
  const position = at === null ? bins : density.binOf(at)
  const floor = height - 1
  const tallOf = (bin: number) => 3 + (floor - 9) * (Math.log1p(counts[bin] ?? 0) / Math.log1p(most))
  // A colour is set once for all bars that have it: to read it takes longer than to draw one.
  const bars = (from: number, to: number, fill: string) => {
    context.fillStyle = fill
    for (let bin = from; bin < to; bin++) {
      const tall = tallOf(bin)
      if (counts[bin]) context.fillRect(bin * BAR_PIXELS, floor - tall, BAR_PIXELS - 1, tall)
    }
  }
  const marks = (marked: (bin: number) => boolean, fill: string) => {
    context.fillStyle = fill
    for (let bin = 0; bin < bins; bin++) {
      if (!marked(bin)) continue
      const tall = Math.min(tallOf(bin), 5)
      context.fillRect(bin * BAR_PIXELS, 1, BAR_PIXELS - 1, 4)
      context.fillRect(bin * BAR_PIXELS, floor - tall, BAR_PIXELS - 1, tall)
    }
  }
  bars(0, Math.min(bins, position + 1), colours.plain)
  bars(position + 1, bins, colours.ahead)
  marks((bin) => errors[bin] === 0 && approvals[bin] === 1, colours.approval)
  marks((bin) => errors[bin] === 1, colours.error)
  if (at !== null) {
    const x = Math.min(width - 2, position * BAR_PIXELS)
    context.fillStyle = colours.position
    context.fillRect(x, 0, 2, height)
    context.beginPath()
    context.moveTo(x - 4, 0)
    context.lineTo(x + 6, 0)
    context.lineTo(x + 1, 6)
    context.fill()
  }
}
