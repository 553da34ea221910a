import * as z from 'zod';
import { NO_IMPACT } from '../plan/change.ts';
import { changes } from '../plan/plan.ts';
import { defineModule } from './module.ts';

const status = z.int().min(100).max(599);

/** Ansible takes one text with commas, too. */
const statusText = z
  .string()
  .regex(/^\s*\d{3}(\s*,\s*\d{3})*\s*$/)
  .transform((text) => text.split(',').map(Number))
  .pipe(z.array(status));

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
  body_format: z
    .enum(['raw', 'json', 'form-urlencoded'])
    .default('raw')
    .describe('Encoding of the body; form-urlencoded: of a map of texts'),
  headers: z
    .record(z.string(), z.string().meta({ writeOnly: true }))
    .default({})
    .describe('Further headers, by name'),
  status_code: z
    .union([status.transform((one) => [one]), z.array(status).min(1), statusText])
    .default([200])
    .describe('Statuses that count as success'),
  return_content: z.boolean().default(false).describe('Include the content in the result'),
  follow_redirects: z
    .enum(['safe', 'all', 'none'])
    .default('safe')
    .describe('Follow redirects; safe: only for GET and HEAD'),
  url_username: z.string().optional().describe('User for basic authentication'),
  url_password: z.string().meta({ writeOnly: true }).optional().describe('Password for basic authentication'),
  force_basic_auth: z.boolean().optional().describe('Has no effect: the user is always sent'),
  validate_certs: z
    .literal(true, {
      error:
        'true: certificates are checked. Name the file of your CA in the environment: NODE_EXTRA_CA_CERTS',
    })
    .optional()
    .describe('Only true: certificates are checked'),
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
  aliases: { user: 'url_username', password: 'url_password' },
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
  const text = body === undefined ? undefined : textOf(body, body_format);
  return {
    do: 'request',
    url: address,
    method,
    headers: {
      ...(body_format !== 'raw' && { 'content-type': `application/${TYPES[body_format]}` }),
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

const TYPES = { json: 'json', 'form-urlencoded': 'x-www-form-urlencoded' } as const;

function textOf(body: unknown, format: z.output<typeof args>['body_format']): unknown {
  if (format === 'json') return JSON.stringify(body);
  if (format === 'raw' || !isRecord(body)) return body;
  const pairs = Object.entries(body).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  );
  return new URLSearchParams(pairs).toString();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
