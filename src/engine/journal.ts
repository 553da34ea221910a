import { quote } from '../plan/quote.ts';

/** Shell text for one line in the journal of the host. */
export function journal(text: string): string {
  return `! command -v logger >/dev/null || logger -t virtfleet -- ${quote([text])} || :`;
}
