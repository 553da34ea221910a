/** The hosts that one entry of an inventory names. */
export interface Expanded {
  names: string[];
  port?: number;
}

/** A range that cannot be expanded; the message says why. */
export class RangeFault extends Error {}

const MAX_HOSTS = 100_000;

/**
 * Expands `web[01:20:2].example.org:2222`: ranges of numbers (leading zeros keep the width) or letters, with an
 * optional step, any number of ranges, and an optional port.
 * Throws RangeFault.
 * Source: Ansible's user guide, "How to build your inventory".
 */
export function expandHosts(pattern: string): Expanded {
  const { host, port } = splitPort(pattern);
  return { names: expandRanges(host), ...(port !== undefined && { port }) };
}

/** Only what is written with ranges in brackets, or `[ADDRESS]:PORT`, may hold colons before the port. */
function splitPort(pattern: string): { host: string; port?: number } {
  const match = /^\[([^\]]+)\]:(\d+)$/.exec(pattern) ?? /^((?:[^:[\]]|\[[^\]]*\])*):(\d+)$/.exec(pattern);
  if (!match) return { host: pattern };
  const [, host = '', port] = match;
  if (/[\s"'$`;|&<>()]/.test(host)) return { host: pattern };
  return { host, port: Number(port) };
}

function expandRanges(pattern: string): string[] {
  const match = /^([^[]*)\[([^\]]*)\](.*)$/s.exec(pattern);
  if (!match) {
    if (pattern.includes('[')) throw new RangeFault('The bracket is not closed.');
    return [pattern];
  }
  const [, head = '', range = '', tail = ''] = match;
  const tails = expandRanges(tail);
  const steps = expandRange(range);
  if (steps.length * tails.length > MAX_HOSTS) throw new RangeFault(`It names more than ${MAX_HOSTS} hosts.`);
  return steps.flatMap((step) => tails.map((rest) => `${head}${step}${rest}`));
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function expandRange(range: string): string[] {
  const [begin = '', end = '', step = '1', ...more] = range.split(':');
  if (!range.includes(':') || more.length > 0)
    throw new RangeFault('A range is [begin:end] or [begin:end:step].');
  if (end === '') throw new RangeFault('A range needs an end.');
  if (!/^-?[1-9]\d*$/.test(step)) throw new RangeFault('The step of a range is a number other than 0.');
  if (isLetter(begin) && isLetter(end)) {
    if (LETTERS.indexOf(begin) > LETTERS.indexOf(end))
      throw new RangeFault('The begin of a range of letters is not after its end.');
    return count(LETTERS.indexOf(begin), LETTERS.indexOf(end), Number(step)).map((index) =>
      LETTERS.charAt(index),
    );
  }
  return numbers(begin === '' ? '0' : begin, end, Number(step));
}

function numbers(begin: string, end: string, step: number): string[] {
  if (!/^\d{1,15}$/.test(begin) || !/^\d{1,15}$/.test(end))
    throw new RangeFault('A range goes from a number to a number, or from a letter to a letter.');
  const isPadded = begin.length > 1 && begin.startsWith('0');
  if (isPadded && begin.length !== end.length)
    throw new RangeFault('Where the begin has leading zeros, the end must have as many digits.');
  const width = isPadded ? begin.length : 0;
  return count(Number(begin), Number(end), step).map((number) => String(number).padStart(width, '0'));
}

/**
 * The end belongs to the range. Where the step leads away from it, there is nothing in between. Going down, Ansible
 * stops two before the end: `[5:1:-1]` is 5, 4, 3.
 * Source: `expand_hostname_range` of Ansible 2.14, which counts with Python's `range(begin, end + 1, step)`.
 */
function count(begin: number, end: number, step: number): number[] {
  const length = Math.max(0, Math.ceil((end + 1 - begin) / step));
  if (length > MAX_HOSTS) throw new RangeFault(`It names more than ${MAX_HOSTS} hosts.`);
  return Array.from({ length }, (_, index) => begin + index * step);
}

function isLetter(text: string): boolean {
  return /^[a-zA-Z]$/.test(text);
}
