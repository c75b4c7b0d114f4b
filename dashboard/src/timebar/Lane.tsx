import { useEffect, useRef, useState } from 'react'
import { clockOf, count } from '../components/format'
import { colour, useTheme } from '../shell/theme'
import type { LoggedEvent } from '../store/eventLog'
import { store } from '../store/store'
import { type Density, FreshDensity } from './density'

interface Props {
  readonly onSeek: (sequence: number | null) => void
}

const REDRAW_MILLIS = 500
const BAR_PIXELS = 3
/** Who points at the end means the present. */
const LIVE_SHARE = 0.998
/** Above the bars a row of marks for approvals, and one for errors: neither hides the other. */
const MARK_PIXELS = 4
const APPROVALS_TOP = 1
const ERRORS_TOP = 6
const BARS_TOP = 12

/**
 * The density of events over the retained time, quiet spans shortened, errors and approvals in their colours, and where the reader
 * stands. Drawn on a canvas: it shows a hundred thousand events.
 */
export function Lane({ onSeek }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const place = useRef({ left: 0, width: 0, height: 0 })
  const theme = useTheme()
  const [hover, setHover] = useState<{ readonly share: number; readonly event: LoggedEvent } | null>(null)

  useEffect(() => {
    const element = canvas.current
    if (!element) return
    let drawn = ''
    let drawnPosition = ''
    let queued = 0
    let [width, height] = [0, 0]
    const colours = coloursOfTheme()
    const density = new FreshDensity(store.log, REDRAW_MILLIS)
    const draw = () => {
      window.clearTimeout(queued)
      queued = 0
      const { moment, log } = store
      drawnPosition = position()
      const state = `${width} ${height} ${log.first?.sequence} ${log.last?.sequence} ${drawnPosition}`
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
    // Another position is drawn together with the screen that shows it; what has only grown waits.
    const stopCalm = store.subscribe('calm', () => {
      if (position() !== drawnPosition) draw()
      else if (!queued) queued = window.setTimeout(draw, REDRAW_MILLIS)
    })
    const resized = new ResizeObserver(() => {
      // Asked for now and not with each move of the pointer, when what else has changed would have to be laid out first.
      place.current = element.getBoundingClientRect()
      ;({ width, height } = place.current)
      draw()
    })
    resized.observe(element)
    return () => {
      stopCalm()
      resized.disconnect()
      window.clearTimeout(queued)
    }
  }, [theme])

  /** What is at a place of the lane, and how far along that is. */
  function placeAt(clientX: number) {
    const { first, last } = store.log
    const { left, width } = place.current
    if (width === 0 || !first || !last) return null
    const share = Math.min(1, Math.max(0, (clientX - left) / width))
    const event = store.log.at(store.log.indexAtBusyTime(first.busyMillis + share * (last.busyMillis - first.busyMillis)))
    return event ? { share, event } : null
  }

  function seekTo(clientX: number) {
    setHover(null)
    const at = placeAt(clientX)
    if (at) onSeek(at.share > LIVE_SHARE ? null : at.event.sequence)
  }

  return (
    <>
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
          else setHover(placeAt(event.clientX))
        }}
        onPointerLeave={() => setHover(null)}
      />
      {hover && (
        <span className={`lane__hover${hover.share > 0.5 ? ' lane__hover--left' : ''}`} style={{ left: `${100 * hover.share}%` }} aria-hidden="true">
          <span className="mono">
            {clockOf(hover.event.timeMillis)} #{count(hover.event.sequence)}
          </span>{' '}
          {hover.event.type}
        </span>
      )}
    </>
  )
}

function position(): string {
  const { past, sequence } = store.moment
  return past ? String(sequence) : 'live'
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
  const tallOf = (bin: number) => 3 + (floor - 3 - BARS_TOP) * (Math.log1p(counts[bin] ?? 0) / Math.log1p(most))
  // A colour is set once for all bars that have it: to read it takes longer than to draw one.
  const bars = (from: number, to: number, fill: string) => {
    context.fillStyle = fill
    for (let bin = from; bin < to; bin++) {
      const tall = tallOf(bin)
      if (counts[bin]) context.fillRect(bin * BAR_PIXELS, floor - tall, BAR_PIXELS - 1, tall)
    }
  }
  const marks = (marked: Uint8Array, top: number, fill: string) => {
    context.fillStyle = fill
    for (let bin = 0; bin < bins; bin++) if (marked[bin]) context.fillRect(bin * BAR_PIXELS, top, BAR_PIXELS, MARK_PIXELS)
  }
  bars(0, Math.min(bins, position + 1), colours.plain)
  bars(position + 1, bins, colours.ahead)
  marks(approvals, APPROVALS_TOP, colours.approval)
  marks(errors, ERRORS_TOP, colours.error)
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
