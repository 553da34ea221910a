import { createHash } from 'node:crypto';
import type { Probe } from '../plan/probe.ts';
import type { SecretTexts } from './secret-texts.ts';
import type { Wanted } from './wanted.ts';

/**
 * What is asked, as a snapshot knows it: another Virtfleet that asks in other words gets no answer instead of one that
 * it cannot read. Of a word with a secret it has what `SecretTexts` makes of it.
 */
export function questionOf({ ask }: Probe, uri: string, wanted: Wanted, secrets: SecretTexts): string {
  const word = (text: string) =>
    wanted.secret && (text.includes('\n') || wanted.texts.has(text))
      ? secrets.withheld(text)
      : secrets.without(text);
  const words =
    ask.kind === 'script'
      ? [ask.script, ...ask.args.map(word)]
      : ask.kind === 'virsh'
        ? ask.commands.map((argv) => argv.map(word))
        : [];
  return createHash('sha256')
    .update(JSON.stringify([ask.kind, uri, words]))
    .digest('hex')
    .slice(0, 32);
}
