import { dnsmasq } from './output-dnsmasq.ts';
import { xml } from './output-xml.ts';
import { yaml } from './output-yaml.ts';
import { Unsafe } from './unsafe.ts';

/** What a template makes; each kind has its own way to write a value so that it stays a value. */
export type Kind = 'xml' | 'yaml' | 'dnsmasq' | 'text';

export type Scalar = string | number | boolean | null;

/** How values are written into one kind of text. */
export interface Output {
  /** Whether `{{{ }}}` is refused. */
  alwaysEscapes: boolean;
  /**
   * Where a value stands, in a word of the kind's own, from the template's text before and after its tag.
   * Throws Unsafe where no value can be safe.
   */
  spot(before: string, after: string): string;
  /** The value as it is written there. Throws Unsafe for a value that cannot be. */
  escape(value: Scalar, spot: string): string;
}

const text: Output = {
  alwaysEscapes: false,
  spot: () => '',
  escape(value) {
    if (value === null) throw new Unsafe('has no value');
    return String(value);
  },
};

export const OUTPUTS: Readonly<Record<Kind, Output>> = { xml, yaml, dnsmasq, text };

/** The kind of text that a template makes, from the template's file name. */
export function kindOf(templateName: string): Kind {
  const name = templateName.toLowerCase().replace(/\.hbs$/, '');
  if (name.endsWith('.xml')) return 'xml';
  if (/\.ya?ml$/.test(name)) return 'yaml';
  if (/(^|[./])dnsmasq\.conf$/.test(name)) return 'dnsmasq';
  return 'text';
}
