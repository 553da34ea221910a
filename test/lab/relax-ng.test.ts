import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkSchemas, type SchemaTools } from '../../src/commands/relax-ng.ts';
import type { RenderedFile } from '../../src/commands/rendered.ts';
import { serializeNetwork } from '../../src/libvirt/format/serialize.ts';
import { ProblemError } from '../../src/problem.ts';
import { networkOf } from '../libvirt/rules/sound.ts';
import { WITHIN } from '../libvirt/schema-samples.ts';
import { baseCache } from './layout.ts';
import { RELEASES } from './releases.ts';

const scratch = mkdtempSync(join(tmpdir(), 'virtfleet-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** The first path in the bases of the lab that matches. */
const one = (pattern: string) =>
  execFileSync('sh', ['-c', `cd "$1" && set -- ${pattern} && echo "$PWD/$1"`, 'sh', baseCache()], {
    encoding: 'utf8',
  }).trim();

/** The schema of a release and its xmllint, as they lie in the base of the lab's hosts. */
function toolsOf(release: string): SchemaTools {
  const loader = one(`${release}-*/usr/lib*/ld-linux*.so.*`);
  const libraries = one(`${release}-*/usr/lib/*-linux-gnu`);
  return {
    folders: [join(scratch, 'none'), one(`${release}-*/usr/share/libvirt/schemas`)],
    xmllint: [loader, '--library-path', libraries, one(`${release}-*/usr/bin/xmllint`)],
  };
}

const file = (elements: Record<string, unknown>, host: string, line: number): RenderedFile => ({
  name: `networks/${host}.xml`,
  text: serializeNetwork(networkOf(elements)),
  schema: 'network.rng',
  host,
  task: { place: { file: 'site.yaml', line, column: 7 } } as RenderedFile['task'],
});

function problemsOf(files: RenderedFile[], tools: SchemaTools) {
  try {
    checkSchemas(files, tools);
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}

describe.each(RELEASES)('the schema of %s', (release) => {
  const tools = toolsOf(release);

  it('takes what is in every schema', () => {
    const files = Object.values(WITHIN).map((elements, index) => file(elements, `hv${index}`, 1));
    expect(problemsOf(files, tools)).toEqual([]);
  });

  it('tells what it does not know, once for all hosts, at the task', () => {
    const folder = join(scratch, release);
    cpSync(tools.folders[1] ?? '', folder, { recursive: true });
    const old = readFileSync(join(folder, 'network.rng'), 'utf8').replace('<ref name="mtu"/>', '<empty/>');
    writeFileSync(join(folder, 'network.rng'), old);
    const files = ['a', 'b'].map((host) => ({
      ...file({ mtu: { size: 1400 } }, host, 4),
      name: 'networks/lab.xml',
    }));
    const found = problemsOf([...files, file({}, 'c', 9)], { ...tools, folders: [folder] });
    expect(found).toMatchObject([
      {
        code: 'schema',
        detail: expect.stringMatching(/^networks\/lab.xml: .*: <mtu size='1400'\/>$/),
        place: { line: 4 },
        hosts: ['a', 'b'],
      },
    ]);
  });
});

it('says nothing without xmllint, and without a schema', () => {
  const files = [file({}, 'a', 1)];
  const { folders, xmllint } = toolsOf(RELEASES[0] ?? '');
  expect(problemsOf(files, { folders, xmllint: [join(scratch, 'xmllint')] })).toEqual([]);
  expect(problemsOf(files, { folders: [scratch], xmllint })).toEqual([]);
});
