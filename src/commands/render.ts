import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { systemMessage } from '../inventory/read-text.ts';
import { printable, printableLines } from '../report/printable.ts';
import { formatWarnings } from '../report/problems.ts';
import { resolve } from '../resolve.ts';
import { defineCommand } from './command.ts';
import { UsageError } from './declaration/option.ts';
import { render as declaration } from './declaration/render.ts';
import { checkSchemas } from './relax-ng.ts';
import { answeredFiles, renderedFiles, withoutSecrets } from './rendered.ts';
import { asking } from './request/prompts.ts';
import { requestOf } from './request/request.ts';

export const render = defineCommand(declaration, async (options, io, ...playbooks) => {
  const request = await requestOf(playbooks, options, io);
  const { snapshot } = request.connection;
  const resolved = await resolve(request, { ask: asking(io), signal: io.signal });
  const files = snapshot ? await answeredFiles(resolved, request, io) : renderedFiles(resolved);
  const warnings = snapshot?.warnings() ?? [];
  if (warnings.length > 0) io.err(formatWarnings(warnings, io));
  checkSchemas(files);
  const shown = files.map(withoutSecrets);
  if (options.out === undefined) {
    for (const { host, name, text } of shown)
      io.out(`# ${printable(host)}: ${printable(name)}\n${printableLines(text).join('\n')}\n`);
    return 0;
  }
  const { out } = options;
  // Before any file is written, all paths are checked.
  const written = shown
    .filter(({ task }) => !task.noLog)
    .map(({ host, name, text }) => ({ path: within(within(out, host), name), text }));
  for (const { path, text } of written) {
    write(path, text);
    io.out(`${printable(path)}\n`);
  }
  return 0;
});

/** Names come from playbooks and inventories: one with `..` must not lead out of the folder. */
function within(folder: string, name: string): string {
  const path = join(folder, name);
  const way = relative(folder, path);
  if (way !== '' && way.split('/')[0] !== '..') return path;
  throw new UsageError(`${JSON.stringify(name)} is outside ${folder}.`);
}

function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${systemMessage(error)}`);
  }
}
