import { readFileSync } from 'node:fs';
import { hiddenTexts } from '../../hidden-texts.ts';
import { systemMessage } from '../../inventory/read-text.ts';
import { quote } from '../../plan/quote.ts';
import { type Problem, ProblemError } from '../../problem.ts';
import { isExposed, SECRET_MODE } from '../../secret-file.ts';

/** 128 bits as hexadecimal digits, and what may stand in an address as it is. */
const TOKEN = /^[A-Za-z0-9._~-]{32,}$/;

/** The token in a file that others may not read. Throws ProblemError. No output has it from here on. */
export function readToken(path: string): string {
  const wrong = (detail: string, command: string) => new ProblemError([{ ...UNUSABLE, detail, command }]);
  try {
    if (isExposed(path))
      throw wrong(`Others may read ${path}. ${SECRET_MODE}`, quote(['chmod', '600', path]));
    const token = readFileSync(path, 'utf8').trim();
    if (!TOKEN.test(token))
      throw wrong(
        `${path} has no token: 32 characters or more, letters, digits and . _ ~ - only.`,
        madeBy(path),
      );
    hiddenTexts.hide(token);
    return token;
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw wrong(`${path} cannot be read: ${systemMessage(error)}`, madeBy(path));
  }
}

/** What is said of an address that others can reach. */
export function tokenMissing(listen: string): Problem {
  return {
    code: 'token-missing',
    summary: 'An address that others can reach needs a token',
    detail: `Who can reach ${listen} could read of hosts, networks and people.`,
    hint: `Write a token to a file, and name it: --listen ${listen} --token-file report.token`,
    command: madeBy('report.token'),
  };
}

const UNUSABLE = { code: 'token-file', summary: 'The token cannot be used' };

/** The command that writes a token to a file of its own. */
function madeBy(path: string): string {
  return `(umask 077; head -c 32 /dev/urandom | od -An -vtx1 | tr -d ' \\n' > ${quote([path])})`;
}
