import { type Element, XMLSerializer } from '@xmldom/xmldom';
import { canonicalMetadata, elements, parseContent } from '../format/metadata.ts';

/** One call of `virsh net-metadata`: the element of a namespace is set, or removed where there is none. */
export interface MetadataCall {
  uri: string;
  element?: { key: string; xml: string };
}

interface Part {
  uri: string;
  key: string;
  text: string;
}

/**
 * The calls that turn one canonical content of `<metadata>` into another; undefined where no calls do. libvirt takes
 * an element without prefixes, gives all of it the prefix `key`, and puts it behind the others (tried on 11.3).
 */
export function metadataCalls(before: string, after: string): MetadataCall[] | undefined {
  const [old, desired] = [partsOf(before), partsOf(after)];
  const isThere = (part: Part, parts: readonly Part[]) =>
    parts.some(({ uri, text }) => uri === part.uri && text === part.text);
  const kept = old.filter((part) => isThere(part, desired));
  const set = desired.filter((part) => !isThere(part, old));
  const gone = old.filter(({ uri }) => desired.every((part) => part.uri !== uri));
  const calls = set.map(callFor);
  const result = canonicalMetadata([...kept, ...set].map(({ text }) => text).join(''));
  if (result !== after || !calls.every((call) => call !== undefined)) return undefined;
  return [...gone.map(({ uri }) => ({ uri })), ...calls];
}

function partsOf(content: string): Part[] {
  const serializer = new XMLSerializer();
  return elements(parseContent(content)).map((element) => ({
    uri: element.namespaceURI ?? '',
    key: element.prefix ?? '',
    text: serializer.serializeToString(element),
  }));
}

/** Only an element that is all of one namespace, and declares it once, comes back as it was. */
function callFor({ uri, key, text }: Part): MetadataCall | undefined {
  const root = elements(parseContent(text))[0];
  if (key === '' || !root || !isAllOf(root, uri, key)) return undefined;
  const declaration = ` xmlns:${key}=`;
  const [head = '', tail, ...others] = text.split(declaration);
  if (tail === undefined || others.length > 0) return undefined;
  const rest = tail.slice(tail.indexOf('"', 1) + 1);
  const bare = `${head}${rest}`.replaceAll(`<${key}:`, '<').replaceAll(`</${key}:`, '</');
  return { uri, element: { key, xml: bare.replaceAll(/>\n\s*</g, '><') } };
}

function isAllOf(element: Element, uri: string, key: string): boolean {
  const attributes = [...element.attributes];
  return (
    element.namespaceURI === uri &&
    element.prefix === key &&
    attributes.every(({ prefix, name }) => !prefix || name === `xmlns:${key}`) &&
    elements(element).every((each) => isAllOf(each, uri, key))
  );
}
