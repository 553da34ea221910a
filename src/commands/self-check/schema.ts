import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { INSTALLED, type SchemaTools } from '../relax-ng.ts';
import { type Finding, ok } from './finding.ts';
import { answerOf } from './program-answers.ts';

const name = 'schema';
const advice = 'Hosts check what is defined on them. To find its mistakes before a host is contacted:';

/** Whether `run --syntax-check` and `render` can check XML with libvirt's schema on the controller. */
export function schemaFinding({ folders, xmllint }: SchemaTools = INSTALLED): Finding {
  const path = folders.map((folder) => join(folder, 'network.rng')).find(existsSync);
  const [program = '', ...words] = xmllint;
  const answer = answerOf(program, ...words, '--version');
  if (answer !== 'missing' && !answer.isWell)
    return {
      ...{ name, status: 'problem', detail: `xmllint does not work: ${answer.said}` },
      advice: 'Repair or remove it: --syntax-check and render refuse to go on without its answer.',
    };
  if (answer !== 'missing' && path !== undefined)
    return ok(name, `${path}, ${answer.said.replace(/^.*?: using /, '')}`);
  const missing = [answer === 'missing' ? 'xmllint' : [], path ? [] : "libvirt's network.rng"].flat();
  const packages = [answer === 'missing' ? 'libxml2-utils' : [], path ? [] : 'libvirt-clients'].flat();
  return {
    ...{ name, status: 'note', detail: `no ${missing.join(' and no ')}` },
    ...{ advice, command: `sudo apt-get install ${packages.join(' ')}` },
  };
}
