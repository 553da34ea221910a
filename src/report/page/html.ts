import { printable } from '../printable.ts';

/** HTML that may stand in a page as it is: made by `html`, or a text that is ours. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand between the words of a template. Nothing is written for undefined. */
export type Part = Html | string | number | undefined | readonly Part[];

/**
 * HTML from a template. This is the one place that escapes: a text that is put in is text in the page, whatever it
 * has, also between the double quotes of an attribute. Characters that nobody sees are shown as escapes.
 */
export function html(words: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = words[0] ?? '';
  for (const [index, part] of parts.entries()) text += `${textOf(part)}${words[index + 1] ?? ''}`;
  return new Html(text);
}

/** Parts with something between them. */
export function joined(parts: readonly Part[], between: Part): Html {
  return html`${parts.map((part, index) => [index > 0 ? between : undefined, part])}`;
}

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'number') return String(part);
  if (typeof part !== 'string') return part.map(textOf).join('');
  return printable(part).replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
