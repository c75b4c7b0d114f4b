const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

let secondShown = -1
let secondText = ''

/** `14:03:07.250`, in the reader's time zone. Formats each second once: a tail shows thousands of them. */
export function clockOf(millis: number): string {
  const second = Math.floor(millis / 1_000)
  if (second !== secondShown) {
    secondShown = second
    secondText = clock.format(second * 1_000)
  }
  return `${secondText}.${String(Math.floor(millis - second * 1_000)).padStart(3, '0')}`
}

export function exactTime(millis: number): string {
  return exact.format(millis)
}

/** `12 s ago`, up to an hour; then the time of day. */
export function ago(millis: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - millis) / 1_000))
  if (seconds < 5) return 'just now'
  if (seconds < 60) return `${seconds} s ago`
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`
  if (seconds < 86_400) return clock.format(millis)
  return exact.format(millis)
}

/** Three significant digits and a unit. */
export function duration(millis: number): string {
  if (!Number.isFinite(millis)) return '–'
  if (millis < 1) return `${Math.round(millis * 1_000)} µs`
  if (millis < 10) return `${millis.toFixed(2)} ms`
  if (millis < 1_000) return `${Math.round(millis)} ms`
  if (millis < 10_000) return `${(millis / 1_000).toFixed(2)} s`
  if (millis < 60_000) return `${(millis / 1_000).toFixed(1)} s`
  const minutes = Math.floor(millis / 60_000)
  if (minutes < 60) return `${minutes} min ${Math.round((millis % 60_000) / 1_000)} s`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`
}

export function count(value: number): string {
  return whole.format(value)
}

/** `1.2 k`, `3.4 M`: for figures that are glanced at. */
export function brief(value: number): string {
  if (value < 10_000) return whole.format(value)
  if (value < 1_000_000) return `${(value / 1_000).toFixed(value < 100_000 ? 1 : 0)} k`
  return `${(value / 1_000_000).toFixed(1)} M`
}

export function money(dollars: number): string {
  return `$${dollars.toFixed(2)}`
}

export function bytes(size: number): string {
  if (size < 1_024) return `${size} B`
  if (size < 1_048_576) return `${(size / 1_024).toFixed(1)} KiB`
  if (size < 1_073_741_824) return `${(size / 1_048_576).toFixed(1)} MiB`
  return `${(size / 1_073_741_824).toFixed(1)} GiB`
}

export function plural(amount: number, one: string, many = `${one}s`): string {
  return `${whole.format(amount)} ${amount === 1 ? one : many}`
}
