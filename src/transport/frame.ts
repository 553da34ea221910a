import { quote } from '../plan/quote.ts';

/**
 * The text that makes the persistent shell run `script` and mark its end on stdout and stderr with
 * `marker STATUS`. The inner subshell can exit, fail to parse and read stdin without harm to the shell;
 * the outer one runs in the background, so that the shell stays free to read `STOP`.
 */
export function frame(marker: string, script: string): string {
  const mark = `printf '${marker}%d\\n' $status`;
  const body = quote(['eval', script]);
  return `wait; ( (${body}) </dev/null; status=$?; ${mark}; ${mark} >&2 ) </dev/null &\n`;
}

/** Begins with a record separator: text that only contains the digits is no marker. */
export function endMarker(nonce: string, index: number): string {
  return `\x1e${nonce} ${index} `;
}

/**
 * Makes the persistent shell kill what the running script has started; the frame then ends with the status of
 * the signal. There is no job control without a terminal, hence no process group to kill: the descendants are
 * read from /proc (proc(5), `children`). A process that is detached from the script survives.
 */
export function stopText(signal: 'TERM' | 'KILL'): string {
  return `${BELOW}; kill -s ${signal} $(below $!) 2>/dev/null\n`;
}

const BELOW =
  'below() { for pid in $(cat /proc/"$1"/task/*/children 2>/dev/null); do echo "$pid"; below "$pid"; done; }';
