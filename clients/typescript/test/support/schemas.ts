import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'

const PROTOCOL = join(dirname(fileURLToPath(import.meta.url)), '../../../../src/protocol')
const SCHEMAS = join(PROTOCOL, 'schemas')
const EXAMPLES = join(PROTOCOL, 'examples/valid')

const ajv = new Ajv2020({ strict: false, allErrors: false })
for (const name of readdirSync(SCHEMAS)) ajv.addSchema(JSON.parse(readFileSync(join(SCHEMAS, name), 'utf8')) as object, name)

/** What a schema says against a message; nothing if it is valid. */
export function errorsOf(schema: string, message: unknown): string {
  const validate = ajv.getSchema(`${schema}.schema.json`)
  if (validate === undefined) throw new Error(`There is no schema ${schema}.`)
  return validate(message) === true ? '' : ajv.errorsText(validate.errors)
}

/** The golden messages whose names begin so, by name without ending. */
export function examples(prefix: string): Map<string, unknown> {
  const names = readdirSync(EXAMPLES).filter((name) => name.startsWith(prefix) && name.endsWith('.json'))
  return new Map(names.map((name) => [name.slice(0, -'.json'.length), JSON.parse(readFileSync(join(EXAMPLES, name), 'utf8')) as unknown]))
}
