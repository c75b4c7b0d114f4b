import { withoutAnsi } from './ansi'

/** What a text says, without what Markdown and terminals add to it: for one line of it, where there is no room for more. */
export function plainWords(text: string): string {
  return withoutAnsi(text)
    .replace(/^\s*(?:```|~~~).*$/gm, ' ')
    .replace(/^\s*(?:#{1,6}|>|[-*+]|\d+[.)])\s+/gm, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|__|`/g, '')
    .replace(/(^|\s)\*(\S(?:[^*]*\S)?)\*/g, '$1$2')
    .replace(/^\s*\|?[\s:|-]{3,}$/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
