/** A piece of terminal output with one look. The look is class names: nothing of the output becomes markup or style. */
export interface AnsiSpan {
  readonly text: string
  readonly className: string
}

type Colour = (typeof COLOURS)[number] | ''

interface Look {
  foreground: Colour
  background: Colour
  bold: boolean
  dim: boolean
  italic: boolean
  underline: boolean
}

const PLAIN: Look = { foreground: '', background: '', bold: false, dim: false, italic: false, underline: false }
const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const

// CSI, then OSC and the other strings up to their terminator, then any two-character escape. A string without an end swallows nothing but its introducer.
const ESCAPE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  /\u001b\[([0-9;:<=>?]*)[ -/]*([@-~])|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[ -/]*[0-~]|\u001b|\u009b/g

// What moves the cursor, rings or hides text. Newline and tab stay; carriage returns are dealt with before.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

export function hasAnsi(text: string): boolean {
  return text.includes('\u001b')
}

/** The output with its SGR colours and weights as spans; every other escape sequence is dropped. */
export function ansiSpans(output: string): AnsiSpan[] {
  const spans: AnsiSpan[] = []
  let look = { ...PLAIN }
  let from = 0
  const push = (raw: string) => {
    const text = raw.replace(CONTROL, '')
    if (!text) return
    const className = classesOf(look)
    const last = spans[spans.length - 1]
    if (last && last.className === className) spans[spans.length - 1] = { text: last.text + text, className }
    else spans.push({ text, className })
  }
  const text = overwritten(output)
  for (const match of text.matchAll(ESCAPE)) {
    push(text.slice(from, match.index))
    from = match.index + match[0].length
    if (match[2] === 'm') look = restyled(look, match[1] ?? '')
  }
  push(text.slice(from))
  return spans
}

/** The escape sequence for the look that some output ends with, which is that of whatever follows it; nothing for no look at all. */
export function lookAfter(output: string): string {
  if (!hasAnsi(output)) return ''
  let look = PLAIN
  for (const match of output.matchAll(ESCAPE)) {
    if (match[2] === 'm') look = restyled(look, match[1] ?? '')
  }
  const codes = [
    look.bold && 1,
    look.dim && 2,
    look.italic && 3,
    look.underline && 4,
    look.foreground && 30 + COLOURS.indexOf(look.foreground),
    look.background && 40 + COLOURS.indexOf(look.background),
  ].filter((code) => code !== false && code !== '')
  return codes.length > 0 ? `\u001b[${codes.join(';')}m` : ''
}

/** The text alone. */
export function withoutAnsi(output: string): string {
  return overwritten(output).replace(ESCAPE, '').replace(CONTROL, '')
}

/** A carriage return begins its line anew, as progress bars use it: the last wins. */
function overwritten(output: string): string {
  if (!output.includes('\r')) return output
  return output
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.slice(line.replace(/\r+$/, '').lastIndexOf('\r') + 1).replace(/\r+$/, ''))
    .join('\n')
}

function restyled(look: Look, parameters: string): Look {
  const codes = parameters.split(/[;:]/).map((code) => Number.parseInt(code || '0', 10))
  let next = { ...look }
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] ?? 0
    if (code === 0) next = { ...PLAIN }
    else if (code === 1) next.bold = true
    else if (code === 2) next.dim = true
    else if (code === 3) next.italic = true
    else if (code === 4) next.underline = true
    else if (code === 22) next.bold = next.dim = false
    else if (code === 23) next.italic = false
    else if (code === 24) next.underline = false
    else if (code === 39) next.foreground = ''
    else if (code === 49) next.background = ''
    else if (code >= 30 && code <= 37) next.foreground = COLOURS[code - 30] ?? ''
    else if (code >= 90 && code <= 97) next.foreground = COLOURS[code - 90] ?? ''
    else if (code >= 40 && code <= 47) next.background = COLOURS[code - 40] ?? ''
    else if (code >= 100 && code <= 107) next.background = COLOURS[code - 100] ?? ''
    else if (code === 38 || code === 48) {
      const [colour, used] = extended(codes.slice(index + 1))
      index += used
      if (code === 38) next.foreground = colour
      else next.background = colour
    }
  }
  return next
}

/** One of 256 or 16 million colours as the nearest of eight: those have contrast in both themes. */
function extended(codes: readonly number[]): readonly [Colour, number] {
  if (codes[0] === 5) {
    const index = codes[1] ?? 0
    if (index < 16) return [COLOURS[index % 8] ?? '', 2]
    if (index >= 232) return [index < 244 ? 'black' : 'white', 2]
    const cube = index - 16
    return [nearest(Math.floor(cube / 36) * 51, (Math.floor(cube / 6) % 6) * 51, (cube % 6) * 51), 2]
  }
  if (codes[0] === 2) return [nearest(codes[1] ?? 0, codes[2] ?? 0, codes[3] ?? 0), 4]
  return ['', 1]
}

function nearest(red: number, green: number, blue: number): Colour {
  const limit = Math.max(96, Math.max(red, green, blue) / 1.6)
  return COLOURS[(red >= limit ? 1 : 0) | (green >= limit ? 2 : 0) | (blue >= limit ? 4 : 0)] ?? ''
}

function classesOf(look: Look): string {
  const classes = []
  if (look.foreground) classes.push(`ansi-${look.foreground}`)
  if (look.background) classes.push(`ansi-on-${look.background}`)
  if (look.bold) classes.push('ansi-bold')
  if (look.dim) classes.push('ansi-dim')
  if (look.italic) classes.push('ansi-italic')
  if (look.underline) classes.push('ansi-underline')
  return classes.join(' ')
}
