import headless from '@xterm/headless';
import { LiveView } from '../../../src/report/live/live-view.ts';

/** When every story begins: milliseconds since 1970. */
export const BEGIN = Date.parse('2026-11-28T14:00:00.000Z');

/** A view on a terminal that works as those of people do, and what is seen there. */
export function emulated({ columns = 80, rows = 24, forks = 50 } = {}) {
  const terminal = new headless.Terminal({ cols: columns, rows, convertEol: true, allowProposedApi: true });
  const clock = { now: BEGIN };
  const written: string[] = [];
  const write = (text: string) => {
    written.push(text);
    terminal.write(text);
  };
  const size = () => ({ columns: terminal.cols, rows: terminal.rows });
  const view = new LiveView({ terminal: { write, size }, forks, now: () => clock.now });
  /** All lines, with those that have left the screen, up to the cursor. */
  const picture = async () => {
    await settled(terminal);
    const { active } = terminal.buffer;
    const lines = Array.from({ length: active.baseY + active.cursorY + 1 }, (_, at) =>
      active.getLine(at)?.translateToString(true),
    );
    return lines.join('\n');
  };
  const resize = async (width: number, height = rows) => {
    await settled(terminal);
    terminal.resize(width, height);
  };
  return { view, clock, written, write, picture, resize };
}

/** Writing to it is done later. */
function settled(terminal: InstanceType<typeof headless.Terminal>): Promise<void> {
  return new Promise((resolve) => terminal.write('', resolve));
}
