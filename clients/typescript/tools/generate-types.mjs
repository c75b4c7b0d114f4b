// Writes src/generated/protocol.ts from the JSON Schemas of src/protocol. With --check it only compares, and fails on a difference.
import { readdir, readFile, mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { compile } from 'json-schema-to-typescript'

const SCHEMAS = new URL('../../../src/protocol/schemas/', import.meta.url)
const OUTPUT = new URL('../src/generated/protocol.ts', import.meta.url)
const ENDING = '.schema.json'
const BANNER = '// Generated from src/protocol/schemas by "npm run generate". Do not edit.\n'

/** server-agent-status -> ServerAgentStatus */
function typeName(schemaName) {
  return schemaName.split(/[-_]/).map((word) => word[0].toUpperCase() + word.slice(1)).join('')
}

async function readSchemas() {
  const names = (await readdir(SCHEMAS)).filter((name) => name.endsWith(ENDING)).sort()
  const schemas = await Promise.all(names.map(async (name) => JSON.parse(await readFile(new URL(name, SCHEMAS), 'utf8'))))
  return new Map(names.map((name, index) => [name.slice(0, -ENDING.length), schemas[index]]))
}

/** A reference to another file becomes a reference into the one document that is compiled. */
function localReference(reference) {
  return `#/$defs/${typeName(reference.slice(0, -ENDING.length))}`
}

/**
 * What TypeScript cannot say is left out, and what it says better is said so: an object that extends others by allOf has their
 * properties as its own, alternatives that a schema chooses by if and then are a union, and alternative shapes of one object are one
 * object with optional properties.
 */
function simplify(schema, schemas) {
  if (Array.isArray(schema)) return schema.map((item) => simplify(item, schemas))
  if (schema === null || typeof schema !== 'object') return schema
  if (typeof schema.$ref === 'string') return { $ref: localReference(schema.$ref) }
  const { $schema, title, if: condition, then, else: otherwise, not, minLength, pattern, allOf, ...rest } = schema
  const chosen = chosenReferences({ then, otherwise })
  if (chosen.length > 0) return { description: rest.description, anyOf: chosen.map(($ref) => ({ $ref: localReference($ref) })) }
  const own = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, key === 'properties' ? simplifyEach(value, schemas) : simplify(value, schemas)]),
  )
  const bases = (allOf ?? []).filter((base) => typeof base.$ref === 'string').map((base) => baseOf(base.$ref, schemas))
  return inTypeScript(oneShape([...bases, own].reduce(extend)))
}

function simplifyEach(properties, schemas) {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, simplify(schema, schemas)]))
}

/** A schema that another extends; the envelope's keys are explained once, at the envelope. */
function baseOf(reference, schemas) {
  const base = simplify(schemas.get(reference.slice(0, -ENDING.length)), schemas)
  if (!reference.includes('envelope')) return base
  const properties = Object.entries(base.properties).map(([name, { description, ...schema }]) => [name, schema])
  return { ...base, properties: Object.fromEntries(properties) }
}

/** An object whose alternatives say which of its properties come together. */
function oneShape(schema) {
  const { anyOf, oneOf, ...rest } = schema
  if (rest.type !== 'object') return schema
  const shapes = (anyOf ?? oneOf ?? []).filter((shape) => shape.properties)
  if (rest.properties || shapes.length === 0) return rest
  const properties = Object.assign({}, ...shapes.map((shape) => shape.properties))
  const required = Object.keys(properties).filter((name) => shapes.every((shape) => shape.required?.includes(name)))
  return { ...rest, properties, required }
}

/** What is any object, and what is anything at all. */
function inTypeScript(schema) {
  const { description, ...said } = schema
  if (Object.keys(said).length === 0) return { description, tsType: 'unknown' }
  const isObject = said.type === 'object' && !said.properties && !said.additionalProperties
  if (isObject) return { description, tsType: 'Record<string, unknown>' }
  const mayBeNull = Array.isArray(said.type) && said.type.length === 2 && said.type.includes('object') && said.type.includes('null')
  if (mayBeNull && !said.properties) return { description, tsType: 'Record<string, unknown> | null' }
  return schema
}

function chosenReferences(node) {
  if (node === null || typeof node !== 'object') return []
  if (typeof node.$ref === 'string') return [node.$ref]
  return [node.then, node.otherwise, node.else, ...(node.allOf ?? [])].flatMap((next) => chosenReferences(next ?? null))
}

function extend(base, own) {
  const properties = { ...base.properties, ...own.properties }
  const required = [...new Set([...(base.required ?? []), ...(own.required ?? [])])]
  return {
    ...base,
    ...own,
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
  }
}

async function generate() {
  const schemas = await readSchemas()
  const definitions = {}
  for (const [name, schema] of schemas) definitions[typeName(name)] = { ...simplify(schema, schemas), title: typeName(name) }
  const text = await compile({ $defs: definitions, title: 'Protocol', type: 'object' }, 'Protocol', {
    additionalProperties: false,
    bannerComment: BANNER,
    style: { semi: false, singleQuote: true, printWidth: 140 },
    unreachableDefinitions: true,
    strictIndexSignatures: true,
  })
  return text
    .replace(/export interface Protocol \{\s*\}\n/, '')
    .replaceAll(/\n \* This interface was referenced by `Protocol`'s JSON-Schema\n \* via the `definition` "\w+"\./g, '')
    .replaceAll(/\n \*\n \*\//g, '\n */')
}

const generated = await generate()
if (process.argv.includes('--check')) {
  const committed = await readFile(OUTPUT, 'utf8').catch(() => '')
  if (committed !== generated) {
    console.error('src/generated/protocol.ts is not what src/protocol/schemas say. Run "npm run generate" and commit the result.')
    process.exit(1)
  }
} else {
  await mkdir(new URL('.', OUTPUT), { recursive: true })
  await writeFile(OUTPUT, generated)
  console.log(`written: ${fileURLToPath(OUTPUT)}`)
}
