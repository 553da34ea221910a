import { addressOf, BadArgument, netmaskOf, networkOf, nthHost, prefixOf } from '../expression/addresses.ts';
import { macOf } from '../expression/mac.ts';
import { entry, sortOf } from '../values.ts';

/** A function of Virtfleet's in templates: `{{name argument …}}`, or `(name argument …)` inside another tag. */
export interface TemplateFunction {
  /** Arguments as the documentation shows them; a trailing `…` means "and more". */
  arguments: readonly string[];
  summary: string;
  /** A template and what it makes; a test renders it. */
  example: readonly [template: string, result: string];
  /** What may be missing in its arguments: the last key of a path, or all of it. Nothing, when absent. */
  missing?: 'last' | 'all';
  call(...args: unknown[]): unknown;
}

/** Beside these there are the blocks `if`, `unless`, `each` and `with`. */
export const TEMPLATE_FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  eq: {
    arguments: ['a', 'b'],
    summary: 'Whether two values are the same',
    example: ['{{#if (eq "nat" "nat")}}yes{{/if}}', 'yes'],
    call: (a, b) => a === b,
  },
  ne: {
    arguments: ['a', 'b'],
    summary: 'Whether two values differ',
    example: ['{{#if (ne "nat" "route")}}yes{{/if}}', 'yes'],
    call: (a, b) => a !== b,
  },
  and: {
    arguments: ['a', 'b', '…'],
    summary: 'Whether all of them are there and neither false, 0 nor empty',
    example: ['{{#if (and "a" 1)}}yes{{/if}}', 'yes'],
    missing: 'last',
    call: (...args) => args.every(isTrue),
  },
  or: {
    arguments: ['a', 'b', '…'],
    summary: 'Whether one of them is there and neither false, 0 nor empty',
    example: ['{{#if (or false 1)}}yes{{/if}}', 'yes'],
    missing: 'last',
    call: (...args) => args.some(isTrue),
  },
  not: {
    arguments: ['a'],
    summary: 'Whether it is missing, false, 0 or empty',
    example: ['{{#if (not false)}}yes{{/if}}', 'yes'],
    missing: 'last',
    call: (a) => !isTrue(a),
  },
  default: {
    arguments: ['a', 'other'],
    summary: 'The first, or the other where the first is not there',
    example: ['{{default lease "1h"}}', '1h'],
    missing: 'all',
    call: (a, other) => a ?? other,
  },
  concat: {
    arguments: ['a', 'b', '…'],
    summary: 'Texts and numbers written one after the other',
    example: ['{{concat "br-" 7}}', 'br-7'],
    call: (...args) => args.map(text).join(''),
  },
  join: {
    arguments: ['list', 'separator'],
    summary: 'The texts and numbers of a list with a separator between them',
    example: ['{{join (split "a b" " ") ":"}}', 'a:b'],
    call: (list, separator) => items(list).map(text).join(text(separator)),
  },
  split: {
    arguments: ['text', 'separator'],
    summary: 'The list of the parts of a text',
    example: ['{{#each (split "a b" " ")}}<{{this}}>{{/each}}', '<a><b>'],
    call: (whole, separator) => text(whole).split(text(separator)),
  },
  lookup: {
    arguments: ['map', 'key'],
    summary: 'The value under a key or index that is itself computed',
    example: ['{{lookup (split "a b" " ") 1}}', 'b'],
    call: (map, key) => entry(map, text(key)),
  },
  json: {
    arguments: ['value'],
    summary: 'The value as JSON',
    example: ['{{json (split "a b" " ")}}', '["a","b"]'],
    call: (value) => JSON.stringify(value),
  },
  address: {
    arguments: ['cidr'],
    summary: 'The address of `address/prefix`',
    example: ['{{address "10.0.0.1/24"}}', '10.0.0.1'],
    call: (cidr) => addressOf(text(cidr)),
  },
  prefix: {
    arguments: ['cidr'],
    summary: 'The prefix length of `address/prefix`',
    example: ['{{prefix "10.0.0.1/24"}}', '24'],
    call: (cidr) => prefixOf(text(cidr)),
  },
  netmask: {
    arguments: ['cidr'],
    summary: 'The netmask of an IPv4 `address/prefix`',
    example: ['{{netmask "10.0.0.1/24"}}', '255.255.255.0'],
    call: (cidr) => netmaskOf(text(cidr)),
  },
  network: {
    arguments: ['cidr'],
    summary: 'The network that `address/prefix` lies in',
    example: ['{{network "10.0.0.1/24"}}', '10.0.0.0/24'],
    call: (cidr) => networkOf(text(cidr)),
  },
  host: {
    arguments: ['cidr', 'n'],
    summary: 'Address number n of a network; negative numbers count from the end',
    example: ['{{host "10.0.0.0/24" 10}}', '10.0.0.10'],
    call: (cidr, n) => nthHost(text(cidr), whole(n)),
  },
  mac: {
    arguments: ['text'],
    summary: 'A MAC address for a guest, always the same for the same text',
    example: ['{{mac "hv01/web"}}', '52:54:00:a7:5b:dd'],
    call: (seed) => macOf(text(seed)),
  },
};

/** Handlebars' own notion, as in `{{#if}}`. */
function isTrue(value: unknown): boolean {
  return Boolean(value) && !(Array.isArray(value) && value.length === 0);
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new BadArgument(`it takes text, not ${sortOf(value)}`);
}

function items(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new BadArgument(`it takes a list, not ${sortOf(value)}`);
}

function whole(value: unknown): number {
  if (Number.isSafeInteger(value)) return Number(value);
  throw new BadArgument(`it takes a whole number, not ${sortOf(value)}`);
}
