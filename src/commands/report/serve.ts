import { once } from 'node:events';
import { ProblemError } from '../../problem.ts';
import { listenFault } from '../../serve/listen-fault.ts';
import { listening, pageServer } from '../../serve/server.ts';
import type { Io } from '../command.ts';
import { UsageError, type Values } from '../declaration/option.ts';
import type { report as declaration } from '../declaration/report.ts';
import { historyToRead } from '../execution/history-to-read.ts';
import { listenAddress } from './listen-address.ts';
import { historySite } from './site.ts';
import { readToken, tokenMissing } from './token.ts';

type Chosen = Values<(typeof declaration)['options']>;

/** Shows the history to browsers until Ctrl-C. Throws UsageError and ProblemError for what cannot be served. */
export async function serve({ listen, tokenFile, history: written }: Chosen, io: Io): Promise<number> {
  const at = await listenAddress(listen);
  const token = tokenFile === undefined ? undefined : readToken(tokenFile);
  if (token === undefined && !at.isLoopback) throw new ProblemError([tokenMissing(listen ?? at.host)]);
  const history = await historyToRead(written, io);
  const server = pageServer(historySite(history, io.version), token === undefined ? 'loopback' : { token });
  try {
    const port = await listening(server, at).catch((error: unknown) => {
      throw new UsageError(listenFault(at, error));
    });
    const address = `http://${at.host}:${port}/`;
    const needed =
      token === undefined ? '' : `\nIt asks for the token of ${tokenFile}: open ${address}?token=TOKEN once.`;
    io.out(`The history is shown at ${address} until Ctrl-C.${needed}\n`);
    if (!io.signal.aborted) await once(io.signal, 'abort');
    return 0;
  } finally {
    server.close();
    server.closeAllConnections();
    await history.destroy();
  }
}
