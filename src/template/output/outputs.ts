import type { Kind, Output } from './output.ts';
import { dnsmasq } from './output-dnsmasq.ts';
import { xml } from './output-xml.ts';
import { yaml } from './output-yaml.ts';
import { Unsafe } from './unsafe.ts';

const text: Output = {
  alwaysEscapes: false,
  spot: () => '',
  escape(value) {
    if (value === null) throw new Unsafe('has no value');
    return String(value);
  },
};

export const OUTPUTS: Readonly<Record<Kind, Output>> = { xml, yaml, dnsmasq, text };

/** The kind of text that a template makes, from the template's file name; where that does not say it, from `path`. */
export function kindOf(templateName: string, path = ''): Kind {
  const kinds = [templateName, path].map((each) =>
    kindOfName(each.toLowerCase().replace(/\.(?:hbs|j2)$/, '')),
  );
  return kinds.find((kind) => kind !== 'text') ?? 'text';
}

function kindOfName(name: string): Kind {
  if (name.endsWith('.xml')) return 'xml';
  if (/\.ya?ml$/.test(name)) return 'yaml';
  if (/(^|[./])dnsmasq\.conf$|(^|\/)dnsmasq\.d\/[^/]+$/.test(name)) return 'dnsmasq';
  return 'text';
}
