import { hiddenTexts } from '../hidden-texts.ts';
import { secretFileText } from '../secret-file.ts';

/** Where a notification goes. */
export type Receiver =
  | { kind: 'webhook'; url: URL; headers: Readonly<Record<string, string>> }
  | { kind: 'command'; command: string };

/** Segments of a path that are as long are tokens. */
const TOKEN = 16;

/**
 * What `--notify` names: a URL, `@FILE` with the URL in its first line and headers below it, `Authorization: Bearer
 * …`, or `$NAME` with the same in an environment variable. From then on no output has the URL or a value of the headers.
 * Throws a sentence.
 */
export function webhookOf(
  written: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Receiver & { kind: 'webhook' } {
  const isFile = /^[@$]/.test(written);
  const lines = isFile ? linesOf(secretText(written, env)) : [written];
  const [first = '', ...rest] = lines;
  const url = URL.canParse(first) ? new URL(first) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(
      isFile
        ? 'its first line is no URL that begins with https://.'
        : 'it is no URL that begins with https://, and no @FILE or $NAME with one.',
    );
  if (!isFile && url.password !== '')
    throw new Error(
      'every user of the controller can read the password in it. Write the URL into a file and name @FILE.',
    );
  const headers = Object.fromEntries(rest.map(headerOf));
  if (url.username !== '') {
    const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers['authorization'] ??= `Basic ${Buffer.from(login).toString('base64')}`;
    url.username = '';
    url.password = '';
  }
  hide(first, url, headers);
  return { kind: 'webhook', url, headers };
}

/** What a receiver is called in messages: never more of a URL than its host. */
export function receiverName(receiver: Receiver): string {
  return receiver.kind === 'webhook' ? receiver.url.origin : 'the command of --notify-command';
}

/** The text of `@FILE`, which others may not read, or of `$NAME`, an environment variable. Throws a sentence. */
export function secretText(written: string, env: Readonly<Record<string, string | undefined>>): string {
  const name = written.slice(1);
  if (written.startsWith('@')) return secretFileText(name);
  const text = env[name];
  if (!text) throw new Error('there is no such environment variable.');
  return text;
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function headerOf(line: string): [string, string] {
  const [, name, value] = /^([A-Za-z0-9-]+):\s*(.+)$/.exec(line) ?? [];
  if (name === undefined || value === undefined)
    throw new Error('a line below the URL is no header, such as Authorization: Bearer TOKEN.');
  return [name.toLowerCase(), value];
}

function hide(written: string, url: URL, headers: Readonly<Record<string, string>>): void {
  const tokens = [...url.pathname.split('/'), ...url.searchParams.values()].filter(
    (word) => word.length >= TOKEN,
  );
  for (const secret of [written, url.href, ...tokens, ...Object.values(headers)]) hiddenTexts.hide(secret);
}
