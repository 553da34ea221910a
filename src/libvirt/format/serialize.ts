import type { Element, Fields } from '../model/element.ts';
import { DNSMASQ_NAMESPACE, type Network, network } from '../model/network.ts';

/** The XML of a network: libvirt's order of elements, single quotes, two spaces a level, a newline at the end. */
export function serializeNetwork(model: Network): string {
  const namespace = model['dnsmasq:options'] ? ` xmlns:dnsmasq='${DNSMASQ_NAMESPACE}'` : '';
  return write('network', network, model, '').replace('<network', `<network${namespace}`);
}

/** The XML of one element, such as the `<host …/>` that `net-update` takes. */
export function serializeElement(name: string, element: Element, model: unknown): string {
  return write(name, element, model, '');
}

function write(name: string, element: Element, model: unknown, indent: string): string {
  if (element.kind === 'raw')
    return `${indent}${model === '' ? `<${name}/>` : `<${name}>${model}</${name}>`}\n`;
  if (element.kind === 'text')
    return `${indent}<${name}>${escapeText(element.type.write(model))}</${name}>\n`;

  const values = model as Record<string, unknown>;
  const opening = `${indent}<${name}${attributes(element.fields, values)}`;
  const inner = children(element.fields, values, `${indent}  `);
  return inner || element.open ? `${opening}>\n${inner}${indent}</${name}>\n` : `${opening}/>\n`;
}

function attributes(fields: Fields, values: Record<string, unknown>): string {
  let written = '';
  for (const [name, field] of Object.entries(fields)) {
    if (field.in !== 'attribute' || values[name] === undefined) continue;
    written += ` ${name}='${escapeAttribute(field.type.write(values[name]))}'`;
  }
  return written;
}

function children(fields: Fields, values: Record<string, unknown>, indent: string): string {
  let written = '';
  for (const [name, field] of Object.entries(fields)) {
    if (field.in === 'attribute' || values[name] === undefined) continue;
    const entries = field.in === 'list' ? (values[name] as unknown[]) : [values[name]];
    for (const entry of entries) written += write(name, field.element, entry, indent);
  }
  return written;
}

const REFERENCES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** A text as it stands in XML. */
export function escapeText(value: string): string {
  return value.replace(/[&<>"'\r]/g, (character) => REFERENCES[character] ?? character);
}

/** Blanks but the space must be references: a parser turns them into spaces otherwise. */
function escapeAttribute(value: string): string {
  return value.replace(/[&<>"'\t\n\r]/g, (character) => REFERENCES[character] ?? character);
}
