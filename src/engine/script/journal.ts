import { quote } from '../../plan/quote.ts';
import type { Writer } from './lock.ts';

/** Shell text for one line in the journal of the host, in which `$by` says who writes: see `byText`. */
export function journal(what: string): string {
  return `! command -v logger >/dev/null || logger -t virtfleet -- "$by"${quote([`: ${what}`])} || :`;
}

/** Shell text that sets `by` to who writes, from where, and in which run. It calls `from`, of `lockFunctions`. */
export function byText({ owner, run }: Writer): string {
  return `from; by=${quote([owner])}"\${client:+ from $client}"${quote([`, run ${run}`])}`;
}
