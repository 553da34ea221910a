import { DOMParser, type Element, type Node, XMLSerializer } from '@xmldom/xmldom';
import { faultOf } from './well-formed.ts';

/** Whether this text can stand inside `<metadata>`. */
export function isWellFormedContent(content: string): boolean {
  return parseContent(content) !== undefined;
}

/** What of the content libvirt would drop: text, and elements without a namespace or with one that is there already. */
export function orphanedMetadata(content: string): string | undefined {
  const seen = new Set<string>();
  for (const node of parseContent(content)?.childNodes ?? []) {
    if (isText(node) && node.nodeValue?.trim()) return 'text outside of elements';
    if (node.nodeType !== node.ELEMENT_NODE) continue;
    const namespace = (node as Element).namespaceURI ?? '';
    if (namespace === '') return `<${node.nodeName}> has no namespace`;
    if (seen.has(namespace)) return `<${node.nodeName}> is the second of namespace ${namespace}`;
    seen.add(namespace);
  }
  return undefined;
}

/** The content of an element as a string; namespaces that its ancestors declare are declared in it. */
export function innerXml(element: Element): string {
  const serializer = new XMLSerializer();
  return [...element.childNodes].map((node) => serializer.serializeToString(node)).join('');
}

/**
 * The content of `<metadata>` as libvirt stores it: blank text gone, every element on its own line, two spaces a
 * level, an element that holds text left on its line, declarations of namespaces before other attributes. It starts
 * below `<metadata>`, which is indented by two.
 */
export function canonicalMetadata(content: string): string {
  const root = parseContent(content);
  if (!root) return content;
  for (const each of [...root.childNodes]) if (each.nodeType === each.COMMENT_NODE) root.removeChild(each);
  for (const each of elements(root)) declareFirst(each);
  indent(root, 2);
  return innerXml(root);
}

/** The element of this namespace. */
export function elementOf(content: string, namespace: string): Element | undefined {
  return elements(parseContent(content)).find((each) => each.namespaceURI === namespace);
}

/** The content with this one element of its namespace, the last, or with none. */
export function withElement(
  content: string,
  namespace: string,
  element: { name: string; attributes: readonly (readonly [string, string])[] } | undefined,
): string {
  const root = parseContent(content);
  if (!root?.ownerDocument) return content;
  for (const each of elements(root)) if (each.namespaceURI === namespace) root.removeChild(each);
  if (element) {
    const own = root.ownerDocument.createElementNS(namespace, element.name);
    own.setAttributeNS(XMLNS, `xmlns:${element.name.split(':')[0]}`, namespace);
    for (const [name, value] of element.attributes) own.setAttribute(name, value);
    root.appendChild(own);
  }
  return innerXml(root);
}

/** The namespace of declarations of namespaces. */
const XMLNS = 'http://www.w3.org/2000/xmlns/';

function declareFirst(element: Element): void {
  const attributes = [...element.attributes];
  const isDeclaration = ({ namespaceURI }: { namespaceURI: string | null }) => namespaceURI === XMLNS;
  for (const each of attributes) element.removeAttributeNode(each);
  for (const each of attributes.filter(isDeclaration)) element.setAttributeNode(each);
  for (const each of attributes.filter((one) => !isDeclaration(one))) element.setAttributeNode(each);
  for (const each of elements(element)) declareFirst(each);
}

/** The elements among the children. */
export function elements(root: Element | undefined): Element[] {
  return [...(root?.childNodes ?? [])].filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);
}

function indent(node: Node, depth: number): void {
  for (const each of [...node.childNodes])
    if (isText(each) && !each.nodeValue?.trim()) node.removeChild(each);
  const children = [...node.childNodes];
  if (children.length === 0 || children.some(isText)) return;
  for (const each of children) {
    node.insertBefore(lineBreak(node, depth + 2), each);
    indent(each, depth + 2);
  }
  node.appendChild(lineBreak(node, depth));
}

function lineBreak(node: Node, depth: number): Node {
  if (!node.ownerDocument) throw new Error('a parsed node belongs to a document');
  return node.ownerDocument.createTextNode(`\n${' '.repeat(depth)}`);
}

function isText(node: Node): boolean {
  return node.nodeType === node.TEXT_NODE || node.nodeType === node.CDATA_SECTION_NODE;
}

/** The content as children of one element; undefined where it is not well-formed. */
export function parseContent(content: string): Element | undefined {
  try {
    const onError = (_level: string, message: string) => {
      throw new Error(message);
    };
    const xml = `<metadata>${content}</metadata>`;
    const root = new DOMParser({ onError }).parseFromString(xml, 'text/xml').documentElement;
    return root?.nextSibling || faultOf(xml) ? undefined : (root ?? undefined);
  } catch {
    return undefined;
  }
}
