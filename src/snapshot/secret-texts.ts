import { createHmac } from 'node:crypto';
import { hiddenTexts } from '../hidden-texts.ts';
import { SECRET_PATTERNS, standIn } from './secret-patterns.ts';

/** A secret as a snapshot has it: a digest, on which nobody can try guesses without the key, and what stands for it. */
interface Withheld {
  secret: string;
  as: string;
}

/** A text as a snapshot has it. */
export type KeptText = string | readonly (string | Withheld)[];

/** Takes secrets out of texts, and puts back those that the project has. */
export class SecretTexts {
  readonly #key: Buffer;
  readonly #names = new Map<string, string>();

  constructor(key: Buffer) {
    this.#key = key;
  }

  /** Proves that two have the same key. */
  get proof(): string {
    return createHmac('sha256', this.#key).update('proof').digest('hex').slice(0, 32);
  }

  withheld(secret: string): Withheld {
    const name = this.name(secret);
    return { secret: name, as: standIn(secret, name) };
  }

  name(text: string): string {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const name = createHmac('sha256', this.#key).update('text ').update(text).digest('hex').slice(0, 24);
    this.#names.set(text, name);
    return name;
  }

  /** The text without what these patterns find, what is hidden, and what looks like a secret, in this order. */
  without(text: string, patterns: readonly RegExp[] = []): KeptText {
    const own = this.#withoutMatches(text, patterns);
    return this.#withoutMatches(this.#withoutHidden(own), SECRET_PATTERNS);
  }

  #withoutMatches(text: KeptText, patterns: readonly RegExp[]): KeptText {
    return patterns.reduce<KeptText>((kept, pattern) => this.#matched(kept, pattern, () => true), text);
  }

  /** The same without those of `texts` that the patterns find, whatever was taken out before. */
  withoutThese(text: KeptText, patterns: readonly RegExp[], texts: ReadonlySet<string>): KeptText {
    return patterns.reduce<KeptText>(
      (kept, pattern) => this.#matched(kept, pattern, (found) => texts.has(found)),
      this.#withoutHidden(text),
    );
  }

  #withoutHidden(text: KeptText): KeptText {
    return hiddenTexts.texts.reduce<KeptText>((kept, secret) => {
      const split = (part: string) => (part.includes(secret) ? part.split(secret) : [part]);
      return this.#cut(kept, split, () => secret);
    }, text);
  }

  #matched(text: KeptText, pattern: RegExp, isSecret: (found: string) => boolean): KeptText {
    let found: string[] = [];
    const split = (part: string) => {
      const pieces: string[] = [];
      found = [];
      let from = 0;
      for (const { 0: match, index } of part.matchAll(pattern)) {
        if (!isSecret(match)) continue;
        pieces.push(part.slice(from, index));
        found.push(match);
        from = index + match.length;
      }
      return [...pieces, part.slice(from)];
    };
    return this.#cut(text, split, (index) => found[index] ?? '');
  }

  /** Cuts the plain parts of a text; `between` is the secret behind a piece. */
  #cut(kept: KeptText, split: (part: string) => string[], between: (index: number) => string): KeptText {
    const parts = typeof kept === 'string' ? [kept] : kept;
    const cut = parts.flatMap((part): (string | Withheld)[] => {
      if (typeof part !== 'string') return [part];
      const pieces = split(part);
      return pieces.flatMap((piece, index) => [
        piece,
        ...(index < pieces.length - 1 ? [this.withheld(between(index))] : []),
      ]);
    });
    return cut.length === 1 && typeof cut[0] === 'string' ? cut[0] : cut.filter((part) => part !== '');
  }

  /**
   * The text as it was, as far as its secrets are hidden in all output of this process, or stand in `wanted`; something
   * else stands for the others.
   */
  whole(kept: KeptText, wanted: () => Iterable<string>): string {
    if (typeof kept === 'string') return kept;
    let own: Map<string, string> | undefined;
    const found = (name: string) => {
      own ??= this.#namesOf([...hiddenTexts.texts, ...wanted()]);
      return own.get(name);
    };
    return kept.map((part) => (typeof part === 'string' ? part : (found(part.secret) ?? part.as))).join('');
  }

  #namesOf(texts: readonly string[]): Map<string, string> {
    const inside = texts.flatMap((text) => SECRET_PATTERNS.flatMap((pattern) => text.match(pattern) ?? []));
    const escaped = texts.filter((text) => /[&<>'"]/.test(text)).map(inAttribute);
    return new Map([...texts, ...inside, ...escaped].map((text) => [this.name(text), text]));
  }
}

/** As libvirt writes it in an attribute. Source: `virBufferEscapeString` of libvirt. */
function inAttribute(text: string): string {
  const named = { '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&apos;', '"': '&quot;' };
  return text.replaceAll(/[&<>'"]/g, (character) => named[character as keyof typeof named]);
}

export function hasSecret(kept: KeptText): boolean {
  return typeof kept !== 'string';
}
