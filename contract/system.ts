import type { Endpoint } from './endpoint.ts'
import * as z from 'zod/mini'

export const readOpenApi = {
  method: 'GET', path: '/api/openapi.json', summary: 'This contract as an OpenAPI 3.1 document',
  need: 'local_or_docs', scope: 'none', feature: null, reply: z.record(z.string(), z.unknown()),
} satisfies Endpoint

