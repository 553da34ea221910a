/** Select Graphic Rendition codes of ECMA-48; each is ended by 0. */
const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;
export type Style = keyof typeof STYLES;

/** Puts a style around a text that is already printable. */
export type Paint = (style: Style, text: string) => string;

/** A painter, or one that leaves everything as it is. */
export function painter(color: boolean): Paint {
  return color ? (style, text) => `\x1b[${STYLES[style]}m${text}\x1b[0m` : (_, text) => text;
}
