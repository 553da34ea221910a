import { quote } from '../../plan/quote.ts';

/** Shell text that runs a program with this input, or with none. */
export function command(argv: readonly string[], stdin?: string, chdir?: string): string {
  return withInput(chdir ? inFolder(`exec ${quote(argv)}`, chdir) : quote(argv), stdin);
}

/**
 * Shell text that runs a constant script as a function, in a subshell of its own: its text and its values never become
 * arguments of a process.
 */
export function scriptText(script: string, args: readonly string[], stdin?: string, chdir?: string): string {
  const call = quote(['script', ...args]);
  return `script() (\n${script}\n)\n${withInput(chdir ? inFolder(call, chdir) : call, stdin)}`;
}

function inFolder(run: string, chdir: string): string {
  return `(cd -- ${quote([chdir])} && ${run})`;
}

function withInput(run: string, stdin: string | undefined): string {
  if (stdin === undefined) return `${run} </dev/null`;
  return `base64 -d <<'BASE64' | ${run}\n${base64(stdin)}\nBASE64`;
}

/** A text as lines that a here-document can carry, whatever is in it. */
export function base64(text: string): string {
  return Buffer.from(text).toString('base64').replaceAll(/.{76}/g, '$&\n');
}
