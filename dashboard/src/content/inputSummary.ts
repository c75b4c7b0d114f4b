/** A tool's input in a few words. */
export function inputSummary(input: unknown): string {
  if (typeof input !== 'object' || input === null) return ''
  const record = input as Record<string, unknown>
  const telling = ['command', 'file_path', 'path', 'pattern', 'url', 'query', 'description', 'prompt'].map((name) => record[name])
  const found = telling.find((value) => typeof value === 'string' && value !== '')
  return typeof found === 'string' ? found : JSON.stringify(input)
}
