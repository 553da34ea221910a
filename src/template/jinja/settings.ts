import { literalOf } from './literal.ts';
import { unreadable } from './unreadable.ts';

/** How a template is written; Ansible's settings unless its first line says otherwise. */
export interface Settings {
  block: readonly [open: string, close: string];
  variable: readonly [open: string, close: string];
  comment: readonly [open: string, close: string];
  /** Whether the line break behind a statement is dropped. */
  trim: boolean;
  /** Whether the blanks in front of a statement that begins a line are dropped. */
  lstrip: boolean;
}

export const ANSIBLE: Settings = {
  block: ['{%', '%}'],
  variable: ['{{', '}}'],
  comment: ['{#', '#}'],
  trim: true,
  lstrip: false,
};

const HEADER = '#jinja2:';

/** Settings by the names that the module template has for them. */
export type GivenSettings = Readonly<Record<string, unknown>>;

/**
 * Reads the line `#jinja2: lstrip_blocks: True` that a template may begin with, which wins over what is `written` in the
 * task; `start` is behind it.
 */
export function settingsOf(text: string, written: GivenSettings = {}): { settings: Settings; start: number } {
  if (!text.startsWith(HEADER)) return { settings: withGiven(written), start: 0 };
  const end = text.indexOf('\n') < 0 ? text.length : text.indexOf('\n');
  const given: Record<string, unknown> = { ...written };
  for (const pair of text.slice(HEADER.length, end).split(',')) {
    const [key = '', ...rest] = pair.split(':');
    const value = literalOf(rest.join(':').trim());
    if (!NAMES.has(key.trim()) || (typeof value !== 'string' && typeof value !== 'boolean'))
      throw unreadable(
        `The first line has \`${pair.trim()}\`.`,
        { start: 0, end },
        `It takes NAME: VALUE, with the names ${[...NAMES].join(', ')}.`,
      );
    given[key.trim()] = value;
  }
  return { settings: withGiven(given), start: Math.min(end + 1, text.length) };
}

const PAIRS = ['block', 'variable', 'comment'] as const;
const NAMES = new Set([
  'trim_blocks',
  'lstrip_blocks',
  ...PAIRS.flatMap((pair) => [`${pair}_start_string`, `${pair}_end_string`]),
]);

function withGiven(given: Readonly<Record<string, unknown>>): Settings {
  const text = (name: string, otherwise: string) => String(given[name] || otherwise);
  const pairs = PAIRS.map((pair) => {
    const [open, close] = ANSIBLE[pair];
    return [pair, [text(`${pair}_start_string`, open), text(`${pair}_end_string`, close)]] as const;
  });
  const { trim_blocks: trim = ANSIBLE.trim, lstrip_blocks: lstrip = ANSIBLE.lstrip } = given;
  return { ...ANSIBLE, ...Object.fromEntries(pairs), trim: trim === true, lstrip: lstrip === true };
}
