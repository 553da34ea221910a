import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ansibleNames } from './ansible-tables.ts';
import { commandReference } from './command-reference.ts';
import { moduleReference } from './module-reference.ts';

const docs = join(import.meta.dirname, '../../docs');

writeFileSync(join(docs, 'modules.md'), moduleReference());
writeFileSync(join(docs, 'command-line.md'), commandReference());
writeFileSync(join(docs, 'ansible-names.md'), ansibleNames());
