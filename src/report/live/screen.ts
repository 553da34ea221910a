import { columns } from '../printable.ts';

/** The terminal that a view is drawn on. */
export interface Terminal {
  write(text: string): void;
  /** Of the moment: the terminal may have been resized. */
  size(): { columns: number; rows: number };
}

/** ECMA-48: "erase in line" and "erase in page", from the cursor to the end. */
const ERASE_LINE = '\x1b[K';
const ERASE_BELOW = '\x1b[J';

/**
 * A few lines at the bottom of a terminal that are drawn over again. Below them the cursor stands at the begin of an
 * empty line: nothing else wraps there, and a shell goes on there if the program is killed.
 */
export class Screen {
  readonly #terminal: Terminal;
  #drawn: readonly string[] = [];
  #width = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Columns and lines that a drawing can have. */
  get room(): { width: number; height: number } {
    const { columns: width, rows } = this.#terminal.size();
    // Many terminals keep the cursor in the last column of a full line, others wrap.
    return { width: Math.max(1, width - 1), height: Math.max(0, rows - 1) };
  }

  /** Puts these lines in place of those that are there, in one write; they have to fit. Does nothing without news. */
  draw(lines: readonly string[]): void {
    const { width } = this.room;
    const before = this.#drawn;
    const isResized = before.length > 0 && width !== this.#width;
    const isSame = (line: string, at: number) => !isResized && line === before[at];
    if (lines.length === before.length && lines.every(isSame)) return;
    // Written over the old ones: erased before, they would flicker. Below them may be what was typed.
    const text = lines.map((line, at) => (isSame(line, at) ? '\n' : `${line}${ERASE_LINE}\n`)).join('');
    this.#terminal.write(`${this.#up()}${isResized ? ERASE_BELOW : ''}${text}${ERASE_BELOW}`);
    this.#drawn = lines;
    this.#width = width;
  }

  /** Takes the lines away: what is written next stands in their place. */
  erase(): void {
    if (this.#drawn.length > 0) this.#terminal.write(`${this.#up()}${ERASE_BELOW}`);
    this.#drawn = [];
  }

  /** To the first line that is drawn. A terminal that became narrower has wrapped long ones. */
  #up(): string {
    const { width } = this.room;
    const rowsOf = (line: string) => Math.max(1, Math.ceil(columns(line) / (width + 1)));
    const rows = this.#drawn.reduce((sum, line) => sum + rowsOf(line), 0);
    return rows === 0 ? '' : `\r\x1b[${rows}A`;
  }
}
