import type { Metafile } from 'esbuild';
import { expect, it } from 'vitest';
import { bundledPackages, thirdPartyText } from '../../packaging/bundled-packages.ts';
import { project } from '../commands/project.ts';

const MIT = 'MIT License\nCopyright (c) somebody';

/** The packages of a bundle that has these files in it. */
const bundled = (files: Readonly<Record<string, string>>, bytesInOutput = 1) => {
  const inputs = Object.fromEntries(Object.keys(files).map((file) => [file, { bytesInOutput }] as const));
  return bundledPackages({ outputs: { 'cli.js': { inputs } } } as unknown as Metafile, project(files));
};
const manifest = (text: object) => JSON.stringify({ name: 'x', version: '1.0.0', ...text });

it('each package that is in a bundle comes with its licence, once', () => {
  const packages = bundled({
    'src/cli.ts': '',
    'node_modules/@a/b/package.json': manifest({ name: '@a/b', license: 'ISC' }),
    'node_modules/@a/b/LICENSE.md': MIT,
    'node_modules/@a/b/NOTICE': 'a notice',
    'node_modules/@a/b/node_modules/x/package.json': manifest({ licenses: [{ type: 'MIT' }] }),
    'node_modules/@a/b/node_modules/x/README.md': `# x\n\n## License\n\n${MIT}\n`,
  });
  expect(packages).toEqual([
    { name: '@a/b', version: '1.0.0', licence: 'ISC', texts: [MIT, 'a notice'] },
    { name: 'x', version: '1.0.0', licence: 'MIT', texts: [`## License\n\n${MIT}`] },
  ]);
  expect(thirdPartyText(packages)).toContain(
    `\n\n\n@a/b 1.0.0 (ISC)\n================\n\n${MIT}\n\na notice\n`,
  );
});

it('what is not in the bundle has no part in it', () => {
  expect(bundled({ 'node_modules/x/package.json': manifest({ license: 'SSPL-1.0' }) }, 0)).toEqual([]);
});

it.each([
  [{ license: 'SSPL-1.0' }, 'x 1.0.0 has the licence SSPL-1.0, and nobody has said'],
  [{}, 'x 1.0.0 has the licence undefined, and nobody has said'],
])('a licence that nobody allowed is refused: %j', (says, message) => {
  const files = { 'node_modules/x/package.json': manifest(says), 'node_modules/x/LICENSE': MIT };
  expect(() => bundled(files)).toThrow(message);
});

it('a licence without its text is refused', () => {
  const files = {
    'node_modules/x/package.json': manifest({ license: 'MIT' }),
    'node_modules/x/README.md': '# x',
  };
  expect(() => bundled(files)).toThrow('x 1.0.0 has no text of its licence, MIT');
});
