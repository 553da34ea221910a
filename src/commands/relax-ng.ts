import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Findings, inOrder } from '../playbook/findings.ts';
import { type Problem, ProblemError } from '../problem.ts';
import type { RenderedFile } from './rendered.ts';

/** Where libvirt's schemas are, and the program that reads them: xmllint(1). */
export interface SchemaTools {
  folders: readonly string[];
  xmllint: readonly string[];
}

/** Where packages put them. */
export const INSTALLED: SchemaTools = {
  folders: [
    '/usr/share/libvirt/schemas',
    '/usr/local/share/libvirt/schemas',
    '/opt/homebrew/share/libvirt/schemas',
  ],
  xmllint: ['xmllint'],
};

/** How many files one process gets. */
const AT_ONCE = 500;

/**
 * Checks rendered XML with libvirt's schema, if the controller has both the schema and xmllint. If not,
 * the hosts check it later. Throws ProblemError with the faults, at the tasks that render the XML.
 */
export function checkSchemas(files: readonly RenderedFile[], tools: SchemaTools = INSTALLED): void {
  const findings = new Findings();
  for (const name of new Set(files.flatMap(({ schema }) => schema ?? []))) {
    const path = tools.folders.map((folder) => join(folder, name)).find(existsSync);
    if (path === undefined) continue;
    const concerned = files.filter(({ schema }) => schema === name);
    const faults = faultsOf([...new Set(concerned.map(({ text }) => text))], path, tools.xmllint);
    for (const file of concerned) {
      const detail = faults.get(file.text);
      if (detail !== undefined) findings.add([problem(file, detail, path)], file.host);
    }
  }
  const problems = inOrder(findings.list(new Set(files.map(({ host }) => host))));
  if (problems.length > 0) throw new ProblemError(problems);
}

function problem({ name, task }: RenderedFile, detail: string, path: string): Problem {
  return {
    code: 'schema',
    summary: "libvirt's own schema refuses the XML",
    detail: `${name}: ${detail}`,
    place: task.place,
    hint: `If that is right, the schema is too old: update libvirt on the controller (${path}).`,
  };
}

function unchecked(schema: string, said: string): ProblemError {
  return new ProblemError([
    {
      code: 'schema-unchecked',
      summary: 'xmllint cannot check the XML',
      detail: `${schema}: ${said.split('\n').slice(0, 3).join('\n')}`,
      hint: 'Repair xmllint or the schema of libvirt on the controller. Without xmllint only the hosts check.',
    },
  ]);
}

/**
 * The faults that the schema finds in these texts; none if xmllint is not installed. Throws ProblemError if it is and
 * does not work.
 */
function faultsOf(texts: readonly string[], schema: string, xmllint: readonly string[]): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  try {
    const faults = new Map<string, string>();
    for (let at = 0; at < texts.length; at += AT_ONCE) {
      const paths = texts.slice(at, at + AT_ONCE).map((text, index) => {
        const path = join(folder, `${at + index}.xml`);
        writeFileSync(path, text);
        return path;
      });
      const [program = '', ...words] = xmllint;
      const argv = [...words, '--nonet', '--noout', '--relaxng', schema, ...paths];
      const options = { encoding: 'utf8', maxBuffer: Infinity } as const;
      const { error, status, signal, stderr } = spawnSync(program, argv, options);
      if (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return faults;
        throw unchecked(schema, error.message);
      }
      const known = faults.size;
      for (const [index, path] of paths.entries()) {
        const text = texts[at + index] ?? '';
        const said = faultIn(stderr, path, text);
        if (said !== undefined) faults.set(text, said);
      }
      // xmllint(1), Return codes: a text that is neither valid nor invalid was not checked.
      if (status !== 0 && faults.size === known)
        throw unchecked(schema, stderr.trim() || `it ended with ${signal ?? status}`);
    }
    return faults;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The innermost element comes first: `PATH:3: element mtu: Relax-NG validity error : …`. */
function faultIn(stderr: string, path: string, text: string): string | undefined {
  const lines = stderr.split('\n').filter((line) => line.startsWith(`${path}:`));
  const [first] = lines;
  if (first === undefined) return undefined;
  const [, number = '1', said = first] = /^(\d+): .*? error : (.*)$/.exec(first.slice(path.length + 1)) ?? [];
  return `${said}: ${text.split('\n')[Number(number) - 1]?.trim()}`;
}
