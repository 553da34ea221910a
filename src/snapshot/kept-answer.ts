import { isUtf8 } from 'node:buffer';
import type { Answer, Probe } from '../plan/probe.ts';
import { NETWORK_TEXTS } from './secret-patterns.ts';
import { hasSecret, type KeptText, type SecretTexts } from './secret-texts.ts';
import type { Wanted } from './wanted.ts';

/** Bytes that are no text, in base64. */
type Output = KeptText | { base64: string };

/**
 * How a host answered a question, as a snapshot has it: status, stdout and stderr of each answer; why it gave none; or
 * why the answer is not kept.
 */
export type Kept =
  | { answers: readonly (readonly [number, Output, Output])[] }
  | { unread: KeptText }
  | { withheld: string };

const SEARCHED = 'The task looks for something in a file with secrets, whose content no snapshot has.';

/** What a snapshot keeps of an answer. */
export function keptAnswer(
  probe: Probe,
  answers: readonly Answer[],
  wanted: Wanted,
  secrets: SecretTexts,
): Kept {
  const isQuiet = wanted.secret && isContent(probe);
  if (isQuiet && wanted.searches) return { withheld: SEARCHED };
  const patterns = [...(probe.secrets ?? []), ...(wanted.secret ? NETWORK_TEXTS : [])];
  const kept = (bytes: Buffer): Output => {
    if (!isUtf8(bytes))
      return isQuiet ? [secrets.withheld(bytes.toString('latin1'))] : { base64: bytes.toString('base64') };
    return isQuiet ? linesOf(bytes.toString(), secrets) : secrets.without(bytes.toString(), patterns);
  };
  return {
    answers: answers.map(({ status, stdout, stderr }) => [status, kept(stdout), kept(stderr)] as const),
  };
}

/** The texts of networks in answers to a task with secrets: what else shows them is to be kept without them. */
export function quietTexts(answers: readonly Answer[], { secret }: Wanted): string[] {
  if (!secret) return [];
  return answers.flatMap(({ stdout }) =>
    NETWORK_TEXTS.flatMap((pattern) => stdout.toString().match(pattern) ?? []),
  );
}

/** The same answer without these texts of networks, and without what is hidden by now. */
export function withoutTexts(kept: Kept, texts: ReadonlySet<string>, secrets: SecretTexts): Kept {
  if (!('answers' in kept)) return kept;
  const cut = (output: Output) =>
    isBytes(output) ? output : secrets.withoutThese(output, NETWORK_TEXTS, texts);
  return {
    answers: kept.answers.map(([status, stdout, stderr]) => [status, cut(stdout), cut(stderr)] as const),
  };
}

/** Whether it cannot be told without the key that it was taken with. */
export function needsKey(kept: Kept): boolean {
  if (!('answers' in kept)) return false;
  return kept.answers.some(([, ...outputs]) => outputs.some((one) => !isBytes(one) && hasSecret(one)));
}

/** The answers with the secrets that the project has. */
export function wholeAnswers(
  { answers }: Extract<Kept, { answers: unknown }>,
  secrets: SecretTexts,
  wanted: () => Wanted,
): Answer[] {
  const whole = (output: Output): Buffer =>
    isBytes(output)
      ? Buffer.from(output.base64, 'base64')
      : Buffer.from(secrets.whole(output, () => wanted().texts));
  return answers.map(([status, stdout, stderr]) => ({
    status,
    stdout: whole(stdout),
    stderr: whole(stderr),
  }));
}

function isBytes(output: Output): output is { base64: string } {
  return typeof output === 'object' && 'base64' in output;
}

/** The content of a file: a line that is not as a task with secrets wants it may have an older secret. */
function isContent({ member }: Probe): boolean {
  return member?.kind === 'file';
}

/** Of each line of a content only a digest. The first line says what is at the path, see `fileAt`, with the size. */
function linesOf(text: string, secrets: SecretTexts): KeptText {
  const [first = '', ...lines] = text.split('\n');
  const head = first.replace(/^file \d{1,6} /, 'file 0 ');
  return [head, ...lines.flatMap((line) => ['\n', ...(line === '' ? [] : [secrets.withheld(line)])])];
}
