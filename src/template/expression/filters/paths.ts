import { posix } from 'node:path';
import { strOf } from '../values/text.ts';
import { ValueFault } from '../values/value.ts';
import { listOf } from './arguments.ts';
import { operation } from './operation.ts';

/** Parts of a URL by their names in Python's `urlsplit`. */
function urlParts(text: string): Record<string, unknown> {
  const [, scheme = '', netloc = '', path = '', query = '', fragment = ''] =
    /^(?:([A-Za-z][\w+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(text) ?? [];
  const [, user, password, hostname = '', port] =
    /^(?:([^:@]*)(?::([^@]*))?@)?(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(netloc) ?? [];
  return {
    fragment,
    hostname: hostname.replaceAll(/[[\]]/g, '').toLowerCase() || null,
    netloc,
    password: password ?? null,
    path,
    port: port === undefined ? null : Number(port),
    query,
    scheme: scheme.toLowerCase(),
    username: user ?? null,
  };
}

const win = (value: unknown) => strOf(value).replaceAll('/', '\\');

export const PATHS = {
  basename: operation('', (value: unknown) => /[^/]*$/.exec(strOf(value))?.[0] ?? ''),
  dirname: operation('', (value: unknown) => {
    const head = strOf(value).replace(/[^/]*$/, '');
    return /^\/*$/.test(head) ? head : head.replace(/\/+$/, '');
  }),
  normpath: operation('', (value: unknown) => posix.normalize(strOf(value)).replace(/(?<=.)\/$/, '')),
  path_join: operation('', (value: unknown) =>
    listOf(Array.isArray(value) ? value : [value])
      .map(strOf)
      .reduce(
        (path, part) =>
          part.startsWith('/') ? part : path === '' || path.endsWith('/') ? path + part : `${path}/${part}`,
        '',
      ),
  ),
  relpath: operation(
    'start',
    (value: unknown, [start]) => posix.relative(strOf(start ?? '.'), strOf(value)) || '.',
  ),
  splitext: operation('', (value: unknown) => {
    const text = strOf(value);
    const [, root = text, extension = ''] = /^(.*?[^/.][^/]*?)(\.[^./]*)$/s.exec(text) ?? [];
    return [root, extension];
  }),
  commonpath: operation('', (value: unknown) => {
    const paths = listOf(value).map((each) => strOf(each).split('/'));
    const [first = []] = paths;
    const until = first.findIndex((part, index) => paths.some((path) => path[index] !== part));
    return first.slice(0, until < 0 ? undefined : until).join('/') || (first[0] === '' ? '/' : '');
  }),
  win_basename: operation('', (value: unknown) => /[^\\]*$/.exec(win(value))?.[0] ?? ''),
  win_dirname: operation('', (value: unknown) => win(value).replace(/\\?[^\\]*$/, '')),
  win_splitdrive: operation('', (value: unknown) => {
    const text = strOf(value);
    const [drive = ''] = /^(?:[\\/]{2}[^\\/]+[\\/][^\\/]+|.:)/s.exec(text) ?? [];
    return [drive, text.slice(drive.length)];
  }),
  urlsplit: operation('query', (value: unknown, [part]) => {
    const parts = urlParts(strOf(value));
    if (part === undefined || part === '') return parts;
    const name = strOf(part);
    if (!Object.hasOwn(parts, name))
      throw new ValueFault(`a URL has no ${name}`, `It has ${Object.keys(parts).join(', ')}.`);
    return parts[name];
  }),
};
