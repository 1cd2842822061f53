import type { Endpoint } from '#contract/endpoint.ts'
import { zh } from '#contract/texts/zh.ts'
import * as z from 'zod/v4/core'

type Json = Record<string, unknown>

/** What goes in is described as callers write it, before blanks are taken off and defaults filled in. */
function jsonOf(schema: z.$ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, '~standard': __, ...json } =
    z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json & { $schema?: string }
  return json
}

const errorBody: Json = {
  type: 'object', required: ['code', 'message', 'params', 'request_id'],
  properties: {
    code: { type: 'string', enum: Object.keys(zh) }, message: { type: 'string' }, params: { type: 'object' },
    fields: {
      type: 'array', items: {
        type: 'object', required: ['path', 'message'], properties: {
          path: { type: 'string' }, message: { type: 'string' },
        },
      },
    },
    request_id: { type: 'string' },
  },
}

function parametersOf(endpoint: Endpoint): Json[] {
  return [['path', endpoint.params], ['query', endpoint.query]].flatMap(([where, schema]) => {
    if (!schema) return []
    const { properties = {}, required = [] } = jsonOf(schema as z.$ZodType, 'input') as {
      properties?: Json; required?: string[]
    }
    return Object.entries(properties).map(([name, shape]) =>
      ({ name, in: where, required: where === 'path' || required.includes(name), schema: shape }))
  })
}

const inJson = (schema: Json): Json => ({ 'application/json': { schema } })
const binary = { schema: { type: 'string', format: 'binary' } }

/** What comes back: JSON, a file, or events one after the other. */
function contentOf({ reply, sends }: Endpoint): Json {
  if (sends === 'file') return { 'application/octet-stream': binary }
  const json = inJson(jsonOf(reply, 'output'))
  return sends === 'events' ? { ...json, 'text/event-stream': { schema: { type: 'string' } } } : json
}

function bodyOf({ body, upload }: Endpoint): Json {
  if (upload) return {
    requestBody: { required: true, content: Object.fromEntries(upload.types.map((type) => [type, binary])) },
  }
  return body ? { requestBody: { required: true, content: inJson(jsonOf(body, 'input')) } } : {}
}

function operationOf(endpoint: Endpoint): Json {
  const { method, path, summary, need, scope, feature } = endpoint
  return {
    operationId: [method.toLowerCase(), ...path.split('/').slice(2)].join('_').replaceAll(/[^\w]+/g, '_'),
    summary, tags: [path.split('/')[2]], parameters: parametersOf(endpoint),
    ...bodyOf(endpoint),
    responses: {
      200: { description: 'Done', content: contentOf(endpoint) },
      default: { description: 'Refused, by a code with a text', content: inJson(
        { $ref: '#/components/schemas/refusal' },
      ) },
    },
    security: need === 'open' ? [] : [{ [need === 'operator' ? 'operator' : 'session']: [] }],
    'x-need': need, 'x-scope': scope, 'x-feature': feature,
  }
}

/** The contract as an OpenAPI 3.1 document. */
export function openApiOf(endpoints: readonly Endpoint[]): Json {
  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Shuke 熟客', version: '1',
      description: 'Everything but a GET carries the header x-shuke.'
        + ' Amounts are whole fen, quantities thousandths.',
    },
    paths,
    components: {
      schemas: { refusal: errorBody },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'shuke_session' },
        operator: { type: 'apiKey', in: 'cookie', name: 'shuke_operator' },
      },
    },
  }
}
