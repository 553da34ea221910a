import { quote } from '../plan/quote.ts';

/** Shell text that runs a program with this input, or with none. */
export function command(argv: readonly string[], stdin?: string, chdir?: string): string {
  const run = chdir ? `(cd -- ${quote([chdir])} && exec ${quote(argv)})` : quote(argv);
  if (stdin === undefined) return `${run} </dev/null`;
  return `base64 -d <<'BASE64' | ${run}\n${base64(stdin)}\nBASE64`;
}

/** A text as lines that a here-document can carry, whatever is in it. */
export function base64(text: string): string {
  return Buffer.from(text).toString('base64').replaceAll(/.{76}/g, '$&\n');
}
