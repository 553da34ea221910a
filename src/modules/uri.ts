import * as z from 'zod';
import { NO_IMPACT } from '../plan/change.ts';
import { changes } from '../plan/plan.ts';
import { defineModule } from './module.ts';

const status = z.int().min(100).max(599);

const url = z
  .url({ protocol: /^https?$/, error: 'an address such as https://example.org/path' })
  .refine((text) => !/^[^/]*\/\/[^/]*@/.test(text), 'an address without a user: write url_username');

const args = z.strictObject({
  url: url.describe('Address of the request'),
  method: z
    .enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
    .default('GET')
    .describe('Method of the request'),
  body: z.unknown().optional().describe('Body of the request: a text, or a value for body_format: json'),
  body_format: z.enum(['raw', 'json']).default('raw').describe('Encoding of the body'),
  headers: z
    .record(z.string(), z.string().meta({ writeOnly: true }))
    .default({})
    .describe('Further headers, by name'),
  status_code: z
    .union([status.transform((one) => [one]), z.array(status).min(1)])
    .default([200])
    .describe('Statuses that count as success'),
  return_content: z.boolean().default(false).describe('Include the content in the result'),
  follow_redirects: z
    .enum(['safe', 'all', 'none'])
    .default('safe')
    .describe('Follow redirects; safe: only for GET and HEAD'),
  url_username: z.string().optional().describe('User for basic authentication'),
  url_password: z.string().meta({ writeOnly: true }).optional().describe('Password for basic authentication'),
  timeout: z.int().min(1).max(3600).default(30).describe('Seconds to wait for the answer'),
});

export const uri = defineModule({
  name: 'uri',
  summary: 'Send a request to a web service, from the controller',
  description: [
    'One request for each host. The result has status, headers, json if the answer is JSON, and with return_content its',
    'content. A dry run sends nothing, not even a GET, because its effect is unknown. The task counts as ok;',
    'changed_when on the task can change that.',
  ].join('\n'),
  example: 'uri: { url: "https://ipam.example.org/hosts/{{ inventory_hostname }}", status_code: [200, 404] }',
  opaque: true,
  args,
  prepare: (desired, { report }) => {
    if (desired.body_format === 'raw' && desired.body !== undefined && typeof desired.body !== 'string')
      report({
        code: 'uri-arguments',
        summary: 'Arguments of uri do not fit together',
        detail: 'The body is no text.',
        at: ['body'],
        hint: 'Add body_format: json.',
      });
    return desired;
  },
  observe: () => ({}),
  plan: (desired) =>
    changes({
      action: 'run',
      proof: 'opaque',
      what: `${desired.method} ${desired.url}`,
      before: null,
      after: null,
      impact: NO_IMPACT,
      steps: [requestOf(desired)],
      predictions: [],
      bookkeeping: true,
    }),
});

function requestOf({ body, body_format, url_username, url_password, ...desired }: z.output<typeof args>) {
  const { url: address, method, headers, status_code, return_content, follow_redirects, timeout } = desired;
  const credentials = Buffer.from(`${url_username ?? ''}:${url_password ?? ''}`).toString('base64');
  const text = body_format === 'json' && body !== undefined ? JSON.stringify(body) : body;
  return {
    do: 'request',
    url: address,
    method,
    headers: {
      ...(body_format === 'json' && { 'content-type': 'application/json' }),
      ...(url_username !== undefined && { authorization: `Basic ${credentials}` }),
      ...headers,
    },
    ...(typeof text === 'string' && { body: text }),
    accept: status_code,
    content: return_content,
    follow: follow_redirects === 'all' || (follow_redirects === 'safe' && /^(GET|HEAD)$/.test(method)),
    seconds: timeout,
  } as const;
}
