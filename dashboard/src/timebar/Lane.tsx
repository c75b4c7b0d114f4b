import { useEffect, useRef } from 'react'
import { colour, useTheme } from '../shell/theme'
import type { EventLog } from '../store/eventLog'
import { store } from '../store/store'

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
    const draw = () => {
      queued = 0
      const { clientWidth: width, clientHeight: height } = element
      const { moment, log } = store
      const state = `${width} ${height} ${log.first?.sequence} ${log.last?.sequence} ${moment.past ? moment.sequence : 'live'}`
      if (state === drawn || width === 0) return
      drawn = state
      const scale = window.devicePixelRatio || 1
      element.width = Math.round(width * scale)
      element.height = Math.round(height * scale)
      const context = element.getContext('2d')
      if (!context) return
      context.scale(scale, scale)
      paint(context, width, height, log, moment.past ? moment.sequence : null)
    }
    const soon = (millis: number) => {
      if (!queued) queued = window.setTimeout(draw, millis)
    }
    const stopCalm = store.subscribe('calm', () => soon(store.moment.past ? 0 : REDRAW_MILLIS))
    const resized = new ResizeObserver(() => soon(0))
    resized.observe(element)
    draw()
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

function paint(context: CanvasRenderingContext2D, width: number, height: number, log: EventLog, at: number | null): void {
  const { first, last } = log
  if (!first || !last) return
  const bins = Math.max(1, Math.floor(width / BAR_PIXELS))
  const counts = new Uint32Array(bins)
  const errors = new Uint8Array(bins)
  const approvals = new Uint8Array(bins)
  const span = Math.max(1, last.busyMillis - first.busyMillis)
  const binOf = (busyMillis: number) => Math.min(bins - 1, Math.floor(((busyMillis - first.busyMillis) / span) * bins))
  for (const event of log.all()) {
    const bin = binOf(event.busyMillis)
    counts[bin] = (counts[bin] ?? 0) + 1
    if (event.mark === 'error') errors[bin] = 1
    else if (event.mark === 'approval') approvals[bin] = 1
  }
  let most = 1
  for (const amount of counts) most = Math.max(most, amount)
  const [plain, past, bad, warn, accent] = ['--line-strong', '--line', '--bad', '--warn', '--accent'].map(colour) as [string, string, string, string, string]
  const position = at === null ? bins : binOf(log.at(log.indexOf(at))?.busyMillis ?? last.busyMillis)
  const floor = height - 1
  for (let bin = 0; bin < bins; bin++) {
    const amount = counts[bin] ?? 0
    if (amount === 0) continue
    const tall = 3 + (floor - 9) * (Math.log1p(amount) / Math.log1p(most))
    const x = bin * BAR_PIXELS
    context.fillStyle = bin > position ? past : plain
    context.fillRect(x, floor - tall, BAR_PIXELS - 1, tall)
    if (errors[bin] || approvals[bin]) {
      context.fillStyle = errors[bin] ? bad : warn
      context.fillRect(x, 1, BAR_PIXELS - 1, 4)
      context.fillRect(x, floor - Math.min(tall, 5), BAR_PIXELS - 1, Math.min(tall, 5))
    }
  }
  if (at !== null) {
    const x = Math.min(width - 2, position * BAR_PIXELS)
    context.fillStyle = accent
    context.fillRect(x, 0, 2, height)
    context.beginPath()
    context.moveTo(x - 4, 0)
    context.lineTo(x + 6, 0)
    context.lineTo(x + 1, 6)
    context.fill()
  }
}
