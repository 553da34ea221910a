import { onTestFinished } from 'vitest';
import { report } from '../../src/commands/report.ts';
import { parsed } from '../report/page/parsed.ts';
import { asked } from '../serve/asked.ts';
import { typed } from './project.ts';

/** Starts `report serve` until the test ends; resolves to how to ask it, and how to end it. */
export async function serving(folder: string, ...words: string[]) {
  const ctrlC = new AbortController();
  let tell = (_: string) => {};
  const said = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const io = { signal: ctrlC.signal, out: (text: string) => tell(text) };
  const ended = typed(report, folder, io, 'serve', '--listen', '127.0.0.1:0', ...words);
  onTestFinished(async () => {
    ctrlC.abort();
    await ended;
  });
  const line = await Promise.race([said, ended.then(({ err }) => Promise.reject(new Error(err)))]);
  const port = Number(/:(\d+)\//.exec(line)?.[1]);
  const get = async (path: string) => {
    const { body, ...rest } = await asked(port, { path });
    // Half a surrogate pair is no UTF-8, and what stands for it no XML.
    return { ...rest, body, root: parsed(body.replaceAll('\ufffd', '?')) };
  };
  const end = async () => {
    ctrlC.abort();
    return ended;
  };
  return { line, port, get, end };
}
