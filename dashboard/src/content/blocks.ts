/**
 * Cuts Markdown at blank lines outside of fences, so that a growing text only has its last block parsed again. Lists and quotes that go on
 * after a blank line stay together.
 */
export function blocksOf(markdown: string): string[] {
  const blocks: string[] = []
  let current: string[] = []
  let fence: string | null = null
  let blank = false
  const flush = () => {
    if (current.some((line) => line.trim() !== '')) blocks.push(current.join('\n'))
    current = []
  }
  for (const line of markdown.split('\n')) {
    const opening = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence !== null) {
      current.push(line)
      if (opening && opening.startsWith(fence) && line.trim() === opening) fence = null
      continue
    }
    if (line.trim() === '') {
      blank = true
      current.push(line)
      continue
    }
    const goesOn = /^(\s+|[-*+>|]|\d+[.)])/.test(line)
    if (blank && !goesOn) flush()
    blank = false
    if (opening) fence = opening
    current.push(line)
  }
  flush()
  return blocks
}
