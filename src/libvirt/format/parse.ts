import { type Attr, DOMParser, type Node, type Element as XmlElement } from '@xmldom/xmldom';
import { type Place, type Problem, ProblemError } from '../../problem.ts';
import type { Element, Field, Group, ModelOf } from '../model/element.ts';
import { DNSMASQ_NAMESPACE, type Network, network } from '../model/network.ts';
import type { ValueType } from '../model/value.ts';
import { innerXml } from './metadata.ts';
import { faultOf } from './well-formed.ts';

/**
 * Reads network XML strictly: what is not declared is a problem with its place, never dropped, because libvirt
 * drops it in silence. Comments are ignored.
 *
 * @throws ProblemError with all that is wrong
 */
export function parseNetwork(xml: string, file = 'network.xml'): Network {
  return parseElement('network', network, xml, { file }) as Network;
}

/**
 * Reads one element, such as the `<host …/>` that `net-update` takes.
 * `partial` admits that what libvirt insists on is missing, as in an entry that is only to be found.
 *
 * @throws ProblemError with all that is wrong
 */
export function parseElement<E extends Element>(
  name: string,
  element: E,
  xml: string,
  options: { file?: string; partial?: boolean } = {},
): ModelOf<E> {
  const reader = new Reader(xml, options.file ?? `${name}.xml`, options.partial ?? false);
  return reader.read(name, element) as ModelOf<E>;
}

class Reader {
  readonly #source: string;
  readonly #file: string;
  readonly #partial: boolean;
  readonly #problems: Problem[] = [];

  constructor(source: string, file: string, partial: boolean) {
    // Editors on Windows put a byte order mark before everything.
    this.#source = source.replace(/^\ufeff/, '');
    this.#file = file;
    this.#partial = partial;
  }

  read(name: string, element: Element): unknown {
    const root = this.#parse();
    if (root && nameOf(root) !== name) {
      this.#report('xml-wrong-root', `<${root.nodeName}> instead of <${name}>`, root);
    }
    const model = root && this.#problems.length === 0 ? this.#content(root, element) : undefined;
    if (this.#problems.length > 0) throw new ProblemError(this.#problems);
    return model;
  }

  #parse(): XmlElement | undefined {
    const onError = (_level: string, message: string, context: { locator?: Positioned }) => {
      this.#report('xml-not-well-formed', message, context.locator ?? {});
      throw new Error(message);
    };
    try {
      const document = new DOMParser({ onError }).parseFromString(this.#source, 'text/xml');
      const fault = faultOf(this.#source);
      if (fault) onError('error', fault.detail, { locator: fault });
      if (document.doctype) {
        this.#report('xml-doctype', 'libvirt needs none', document.doctype);
      }
      return document.documentElement ?? undefined;
    } catch (error) {
      if (this.#problems.length === 0) throw error;
      return undefined;
    }
  }

  #content(node: XmlElement, element: Element): unknown {
    if (element.kind === 'group') return this.#group(node, element);
    this.#refuseAttributes(node);
    if (element.kind === 'raw') return innerXml(node);
    this.#refuseChildren(node);
    return this.#value(element.type, node.textContent ?? '', node, `<${node.nodeName}>`);
  }

  #group(node: XmlElement, element: Group): Record<string, unknown> {
    const model: Record<string, unknown> = {};
    for (const attribute of node.attributes) this.#attribute(attribute, node, element, model);
    for (const each of node.childNodes) {
      if (each.nodeType === each.ELEMENT_NODE) this.#child(each as XmlElement, node, element, model);
      else if (isText(each) && each.nodeValue?.trim()) this.#refuseText(each, node);
    }
    if (!this.#partial) this.#requireAll(node, element, model);
    return model;
  }

  #attribute(attribute: Attr, node: XmlElement, element: Group, model: Record<string, unknown>): void {
    if (attribute.name === 'xmlns' || attribute.prefix === 'xmlns') return;
    const field = fieldOf(element, attribute.name);
    if (field?.in !== 'attribute') {
      const detail = `<${node.nodeName}> has no attribute "${attribute.name}"; libvirt would drop it in silence`;
      const hint = `its attributes: ${names(element, 'attribute')}`;
      this.#report('xml-unknown-attribute', detail, attribute, hint);
      return;
    }
    model[attribute.name] = this.#value(field.type, attribute.value, attribute, attribute.name);
  }

  #child(each: XmlElement, node: XmlElement, element: Group, model: Record<string, unknown>): void {
    const name = nameOf(each);
    const field = fieldOf(element, name);
    if (!field || field.in === 'attribute') {
      const detail = `<${node.nodeName}> has no element <${each.nodeName}>; libvirt would drop it in silence`;
      const hint = `its elements: ${names(element, 'element')}`;
      this.#report('xml-unknown-element', detail, each, hint);
    } else if (field.in === 'list') {
      model[name] ??= [];
      (model[name] as unknown[]).push(this.#content(each, field.element));
    } else if (Object.hasOwn(model, name)) {
      this.#report('xml-repeated-element', `<${name}> may stand once here`, each);
    } else {
      model[name] = this.#content(each, field.element);
    }
  }

  #value(type: ValueType<unknown>, written: string, at: Positioned, name: string): unknown {
    const result = type.schema.safeParse(type.read(written));
    if (result.success) return result.data;
    const reasons = result.error.issues.map((issue) => issue.message).join('; ');
    this.#report('xml-bad-value', `${name} '${written}' ${reasons}`, at);
    return undefined;
  }

  #requireAll(node: XmlElement, element: Group, model: Record<string, unknown>): void {
    for (const [name, field] of Object.entries(element.fields)) {
      if (!field.required || name in model) continue;
      const what = field.in === 'attribute' ? `attribute "${name}"` : `element <${name}>`;
      this.#report('xml-missing', `<${node.nodeName}> needs the ${what}`, node);
    }
  }

  #refuseAttributes(node: XmlElement): void {
    for (const attribute of node.attributes) {
      if (attribute.name === 'xmlns' || attribute.prefix === 'xmlns') continue;
      const detail = `<${node.nodeName}> has no attributes`;
      this.#report('xml-unknown-attribute', detail, attribute);
    }
  }

  #refuseChildren(node: XmlElement): void {
    for (const each of node.childNodes) {
      if (each.nodeType !== each.ELEMENT_NODE) continue;
      this.#report('xml-unknown-element', `<${node.nodeName}> holds text only`, each);
    }
  }

  #refuseText(at: Node, node: XmlElement): void {
    this.#report('xml-unexpected-text', `<${node.nodeName}> holds no text`, at);
  }

  #report(code: keyof typeof SUMMARIES, detail: string, at: Positioned, hint?: string): void {
    const place = { file: this.#file, ...positionOf(at, this.#source), source: this.#source };
    this.#problems.push({
      code,
      summary: SUMMARIES[code],
      detail,
      place,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

/** What is wrong, in a few words, by its code. */
const SUMMARIES = {
  'xml-wrong-root': 'The XML is of something else',
  'xml-not-well-formed': 'The XML is not well-formed',
  'xml-doctype': 'The XML declares a document type',
  'xml-unknown-attribute': 'Unknown attribute',
  'xml-unknown-element': 'Unknown element',
  'xml-repeated-element': 'Element given twice',
  'xml-bad-value': 'Value not understood',
  'xml-missing': 'Something is missing',
  'xml-unexpected-text': 'Text where none belongs',
} as const;

/** xmldom places an attribute at its value; people look for its name. */
function positionOf(at: Positioned, source: string): Pick<Place, 'line' | 'column' | 'length'> {
  const line = Math.max(at.lineNumber ?? 1, 1);
  const column = at.columnNumber ?? 1;
  if (at.ownerElement === undefined || at.name === undefined) return { line, column };
  const found = source.split(/\r\n?|\n/)[line - 1]?.lastIndexOf(at.name, column - 1) ?? -1;
  return found < 0 ? { line, column } : { line, column: found + 1, length: at.name.length };
}

/** The place of a node as xmldom gives it. An attribute also has a name and an owner. */
interface Positioned {
  lineNumber?: number;
  columnNumber?: number;
  name?: string;
  ownerElement?: unknown;
}

/** The key in the model: the dnsmasq namespace is known by its address, whatever prefix the document gives it. */
function nameOf(node: XmlElement): string {
  if (node.namespaceURI === DNSMASQ_NAMESPACE) return `dnsmasq:${node.localName}`;
  return node.namespaceURI ? `{${node.namespaceURI}}${node.localName}` : (node.localName ?? node.nodeName);
}

function fieldOf(element: Group, name: string): Field | undefined {
  return Object.hasOwn(element.fields, name) ? element.fields[name] : undefined;
}

function names(element: Group, kind: 'attribute' | 'element'): string {
  const belongs = (field: Field) => (field.in === 'attribute') === (kind === 'attribute');
  const found = Object.entries(element.fields).filter(([, field]) => belongs(field));
  return found.map(([name]) => name).join(', ') || 'none';
}

function isText(node: Node): boolean {
  return node.nodeType === node.TEXT_NODE || node.nodeType === node.CDATA_SECTION_NODE;
}
