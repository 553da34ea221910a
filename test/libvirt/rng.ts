import { DOMParser, type Node, type Element as XmlElement } from '@xmldom/xmldom';

/** An element or attribute (`ip/@address`) that a RELAX NG schema knows, with the words it may be where they are few. */
export interface Known {
  path: string;
  words: readonly string[];
  /** Whether it may stand several times. */
  many: boolean;
}

type Grammar = ReadonlyMap<string, XmlElement[]>;

/**
 * Everything that a schema knows below its start, by path. `read` gives the text of a file that it includes.
 * Only what libvirt's schemas are made of is understood: https://relaxng.org/spec-20011203.html
 */
export function walkSchema(read: (file: string) => string, file: string): Known[] {
  const grammar = new Map<string, XmlElement[]>();
  const start = load(read, file, grammar);
  const found = new Map<string, Known>();
  for (const root of start.flatMap((name) => grammar.get(name) ?? []))
    for (const element of childrenOf(root)) walkElement(element, [], { grammar, found, within: [] }, false);
  return [...found.values()].toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

/** A schema as a text to record: a line for each path, its words behind `=`, and `+` where it may stand several times. */
export function schemaText(schema: readonly Known[]): string {
  return schema
    .map(
      ({ path, words, many }) =>
        `${path}${many ? ' +' : ''}${words.length > 0 ? ` = ${words.join(' ')}` : ''}\n`,
    )
    .join('');
}

export function parseSchemaText(text: string): Known[] {
  return text.split('\n').flatMap((line): Known[] => {
    const [, path, many, words] = /^(\S+)( \+)?(?: = (.*))?$/.exec(line) ?? [];
    return path === undefined ? [] : [{ path, words: words?.split(' ') ?? [], many: many !== undefined }];
  });
}

/** Takes in the definitions of a file and of those it includes; returns the names it starts with. */
function load(read: (file: string) => string, file: string, grammar: Map<string, XmlElement[]>): string[] {
  const root = new DOMParser().parseFromString(read(file), 'text/xml').documentElement;
  const starts: string[] = [];
  for (const each of root ? childrenOf(root) : []) {
    const name = each.getAttribute('name') ?? '';
    if (each.localName === 'include') load(read, each.getAttribute('href') ?? '', grammar);
    if (each.localName === 'define') grammar.set(name, [...(grammar.get(name) ?? []), each]);
    if (each.localName === 'start')
      starts.push(...childrenOf(each).map((ref) => ref.getAttribute('name') ?? ''));
  }
  return starts;
}

interface Walk {
  grammar: Grammar;
  found: Map<string, Known>;
  /** The definitions that lead here: one may refer to itself. */
  within: readonly string[];
}

function walk(node: XmlElement, path: readonly string[], context: Walk, many: boolean): void {
  const name = node.getAttribute('name') ?? '';
  if (node.localName === 'element') walkElement(node, path, context, many);
  else if (node.localName === 'attribute')
    know(context, [...path, `@${name}`], wordsOf(node, context.grammar), false);
  else if (node.localName === 'ref') {
    if (context.within.includes(name)) return;
    const inner = { ...context, within: [...context.within, name] };
    for (const definition of context.grammar.get(name) ?? []) walkAll(definition, path, inner, many);
  } else walkAll(node, path, context, many || /OrMore$/.test(node.localName ?? ''));
}

function walkAll(node: XmlElement, path: readonly string[], context: Walk, many: boolean): void {
  for (const each of childrenOf(node)) walk(each, path, context, many);
}

/** An element in a namespace of its own is written with the prefix that libvirt gives it; its children are in it too. */
function walkElement(node: XmlElement, path: readonly string[], context: Walk, many: boolean): void {
  const isForeign = node.hasAttribute('ns') || path.at(-1)?.startsWith('dnsmasq:');
  const name = node.getAttribute('name');
  const here = [...path, name === null ? '*' : isForeign ? `dnsmasq:${name}` : name];
  know(context, here, wordsOf(node, context.grammar), many);
  if (name !== null) walkAll(node, here, context, false);
}

function know({ found }: Walk, path: readonly string[], words: readonly string[], many: boolean): void {
  const key = path.slice(1).join('/');
  const known = found.get(key);
  const all = known ? [...new Set([...known.words, ...words])] : words;
  if (key !== '') found.set(key, { path: key, words: all.toSorted(), many: many || (known?.many ?? false) });
}

/** The words of a closed set, through definitions. */
function wordsOf(node: XmlElement, grammar: Grammar): string[] {
  return childrenOf(node).flatMap((each) => {
    if (each.localName === 'value') return [each.textContent?.trim() ?? ''];
    if (each.localName === 'choice') return wordsOf(each, grammar);
    if (each.localName !== 'ref') return [];
    return (grammar.get(each.getAttribute('name') ?? '') ?? []).flatMap((definition) =>
      wordsOf(definition, grammar),
    );
  });
}

function childrenOf(node: XmlElement): XmlElement[] {
  return [...node.childNodes].filter((each: Node) => each.nodeType === each.ELEMENT_NODE) as XmlElement[];
}
