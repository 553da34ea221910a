/** What a template makes; each kind has its own way to write a value so that it stays a value. */
export type Kind = 'xml' | 'yaml' | 'dnsmasq' | 'text';

export type Scalar = string | number | boolean | null;

/** How values are written into one kind of text. */
export interface Output {
  /** Whether `{{{ }}}` is refused. */
  alwaysEscapes: boolean;
  /**
   * Where a value stands, in a word of the kind's own, from the template's text before and after its tag.
   * Throws Unsafe where no value can be safe.
   */
  spot(before: string, after: string): string;
  /** The value as it is written there. Throws Unsafe for a value that cannot be. */
  escape(value: Scalar, spot: string): string;
}
