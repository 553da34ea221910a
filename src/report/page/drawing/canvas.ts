import { columns, printable } from '../../printable.ts';
import { type Html, html } from '../html.ts';

/** Pixels: of a row, and of a box in it. */
export const ROW = 28;
const HEIGHT = 22;

/** How a box or a wire looks: as it should be, off, or wrong. */
export type Look = 'on' | 'off' | 'bad';

/** A column of the drawing: its left edge and width in pixels, and how many characters fit. */
export interface Column {
  x: number;
  width: number;
  fits: number;
}

/** Collects boxes, wires and texts. Shapes of one look are one path: a page has hundreds of drawings. */
export class Canvas {
  readonly #paths = new Map<string, string[]>();
  readonly #texts: Html[] = [];

  box(column: Column, row: number, text: string, look: Look): void {
    const { x, width } = column;
    this.#add(`box ${look}`, `M${x} ${row * ROW + (ROW - HEIGHT) / 2}h${width}v${HEIGHT}h-${width}z`);
    this.text(column, row, text, look === 'on' ? undefined : look);
  }

  text(column: Column, row: number, text: string, look: string | undefined): void {
    const short = shortened(text, column.fits);
    const whole = short === printable(text) ? undefined : html`<title>${text}</title>`;
    const shown = look === undefined ? undefined : html` class="${look}"`;
    this.#texts.push(html`<text x="${column.x + 8}" y="${middle(row) + 4}"${shown}>${whole}${short}</text>`);
  }

  /** From the right edge of a column to the left one of another; one that is broken does not get there. */
  wire(from: { column: Column; row: number }, to: { column: Column; row: number }, look: Look): void {
    const [x, y] = [from.column.x + from.column.width, middle(from.row)];
    const [end, at] = [to.column.x, middle(to.row)];
    if (look === 'bad') {
      const cross = (x + end) / 2;
      this.#add('wire bad', `M${end} ${at}h-8M${cross - 4} ${at - 4}l8 8m0 -8l-8 8`);
      return;
    }
    const bend = x + (end - x) / 2;
    this.#add(`wire ${look}`, y === at ? `M${x} ${y}H${end}` : `M${x} ${y}H${bend}V${at}H${end}`);
  }

  svg(width: number, rows: number, label: string): Html {
    const height = rows * ROW;
    const paths = [...this.#paths].map(([look, all]) => html`<path class="${look}" d="${all.join('')}"/>`);
    return html`<svg class="net" role="img" aria-label="${label}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${paths}${this.#texts}</svg>`;
  }

  #add(look: string, shape: string): void {
    const all = this.#paths.get(look);
    if (all) all.push(shape);
    else this.#paths.set(look, [shape]);
  }
}

function middle(row: number): number {
  return row * ROW + ROW / 2;
}

function shortened(text: string, fits: number): string {
  const whole = printable(text);
  if (columns(whole) <= fits) return whole;
  const characters = [...whole];
  while (columns(characters.join('')) >= fits) characters.pop();
  return `${characters.join('')}…`;
}
