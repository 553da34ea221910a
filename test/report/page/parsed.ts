import { DOMParser, type Element } from '@xmldom/xmldom';

/** A page as a tree, without the texts of its style and script. It is well-formed, so that XML can be read of it. */
export function parsed(text: string): Element {
  const bare = text.replaceAll(/(<style>|<script>)[\s\S]*?(<\/style>|<\/script>)/g, '$1$2');
  const onError = (_: string, message: string) => {
    throw new Error(message);
  };
  const root = new DOMParser({ onError }).parseFromString(bare.replace('<!DOCTYPE html>', ''), 'text/xml');
  if (!root.documentElement) throw new Error('no document');
  return root.documentElement;
}

/** The elements with a class, in order. */
export function withClass(root: Element, name: string): Element[] {
  return [...root.getElementsByTagName('*')].filter((one) =>
    (one.getAttribute('class') ?? '').split(' ').includes(name),
  );
}

export function textOf(element: Element | undefined): string {
  return (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
}

/** The names of all elements in order. */
export function shapeOf(root: Element): string[] {
  return [...root.getElementsByTagName('*')].map(({ tagName }) => tagName);
}
