import { existsSync } from 'node:fs';
import { hiddenTexts } from '../../hidden-texts.ts';
import { secretText } from '../../notify/receiver.ts';
import type { Io } from '../command.ts';
import { UsageError } from '../declaration/option.ts';

/** What `--queue` means. No output has it from here on. Throws UsageError. */
export function queueUrl(written: string | undefined, { local }: Io): string {
  if (written === undefined) throw new UsageError('--queue is missing: it names the queue, such as @FILE.');
  const isHidden = /^[@$]/.test(written);
  try {
    const url = isHidden ? secretText(written, local.env).trim() : written;
    if (url === '' && isHidden) throw new Error('it is empty.');
    if (!/^(rediss?|postgres(ql)?):\/\//.test(url) || !URL.canParse(url))
      throw new Error(
        `it is no URL that begins with redis://, rediss:// or postgres://.${isHidden ? '' : meant(written, local.env)}`,
      );
    const secrets = secretsOf(new URL(url));
    if (secrets.length > 0 && !isHidden) throw new Error(READABLE);
    if (secrets.length > 0) for (const secret of [url, ...secrets]) hiddenTexts.hide(secret);
    if (isWithoutPassword(new URL(url))) throw new Error(NO_PASSWORD);
    return url;
  } catch (error) {
    const shown = isHidden ? ` ${written}` : '';
    throw new UsageError(`--queue${shown}: ${error instanceof Error ? error.message : error}`);
  }
}

/** Passwords of a URL, in each form. A user alone of Redis is a password whose colon was forgotten. */
function secretsOf(url: URL): string[] {
  const { username, password, searchParams } = url;
  const user = isWithoutPassword(url) ? username : '';
  const all = [password, user].flatMap((one) => [one, decodeURIComponent(one)]);
  return [...all, ...searchParams.getAll('password')].filter((one) => one !== '');
}

function isWithoutPassword({ protocol, username, password, searchParams }: URL): boolean {
  return /^rediss?:$/.test(protocol) && username !== '' && password === '' && !searchParams.has('password');
}

const NO_PASSWORD =
  'the URL has a user and no password. A password alone is written redis://:PASSWORD@HOST, with a colon before it.';

const READABLE =
  "every user of the controller can read the password in it. Name @FILE instead, or '$NAME' in single quotes: without them the shell writes the URL in place of $NAME.";

/** What somebody may have meant who wrote no URL. */
function meant(written: string, env: Readonly<Record<string, string | undefined>>): string {
  if (existsSync(written)) return ` Did you mean @${written}?`;
  return env[written] ? ` Did you mean '$${written}'?` : '';
}
