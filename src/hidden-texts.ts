import { STARS } from './plan/task-record.ts';

/** Shorter values would hide half of every output. */
const SHORTEST = 4;

/**
 * The texts that no output may have: what ansible-vault kept secret, and passwords. There is one list of them, because
 * values are opened where they are read, and must be hidden wherever anything is printed or kept.
 */
class HiddenTexts {
  readonly #texts = new Set<string>();
  readonly #values = new Set<string>();
  #longestFirst: readonly string[] | undefined = [];

  /** Takes the text of a secret value that a run works with: vaulted, or typed. */
  open(text: string): void {
    this.#values.add(text);
    this.hide(text);
  }

  /** The secret values that were opened so far, in an order of their own. */
  get values(): readonly string[] {
    return [...this.#values].sort();
  }

  /** Takes a text, and each of its lines, in every form in which output may have it. */
  hide(text: string): void {
    const lines = [text, ...text.split('\n')].map((line) => line.trim());
    for (const line of new Set(lines)) {
      if (line.length < SHORTEST || this.#texts.has(line)) continue;
      for (const form of formsOf(line)) this.#texts.add(form);
      this.#longestFirst = undefined;
    }
  }

  clear(): void {
    this.#texts.clear();
    this.#values.clear();
    this.#longestFirst = [];
  }

  get isEmpty(): boolean {
    return this.#texts.size === 0;
  }

  /** All that is hidden. The longest go first: one may be a part of another. */
  get texts(): readonly string[] {
    this.#longestFirst ??= [...this.#texts].sort((a, b) => b.length - a.length);
    return this.#longestFirst;
  }

  /** The text with stars for what is hidden. */
  conceal(text: string): string {
    return this.texts.reduce(
      (left, hidden) => (left.includes(hidden) ? left.replaceAll(hidden, STARS) : left),
      text,
    );
  }

  /** The same data with stars for what is hidden in its texts. */
  concealAll<T>(data: T): T {
    return (this.isEmpty ? data : this.#concealed(data)) as T;
  }

  #concealed(value: unknown): unknown {
    if (typeof value === 'string') return this.conceal(value);
    if (Array.isArray(value)) return value.map((one) => this.#concealed(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.#concealed(one)]));
  }
}

/** Those of this process. */
export const hiddenTexts = new HiddenTexts();

/** The text itself, and as XML, JSON, a URL, a quoted word of a shell and base64 have it. */
function formsOf(text: string): string[] {
  const markup = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const url = encodeURIComponent(Buffer.from(text).toString());
  return [
    text,
    markup,
    markup.replaceAll('"', '&quot;'),
    markup.replaceAll('"', '&quot;').replaceAll("'", '&apos;'),
    text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`),
    JSON.stringify(text).slice(1, -1),
    url,
    url.replaceAll('%2F', '/'),
    text.replaceAll("'", "'\\''"),
    Buffer.from(text).toString('base64'),
    Buffer.from(`${text}\n`).toString('base64'),
  ];
}
