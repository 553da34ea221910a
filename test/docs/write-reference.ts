import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ansibleNames } from './ansible-tables.ts';
import { commandReference } from './command-reference.ts';
import { moduleReference } from './module-reference.ts';
import { rulePages } from './rule-pages.ts';

const docs = join(import.meta.dirname, '../../docs');

writeFileSync(join(docs, 'modules.md'), moduleReference());
writeFileSync(join(docs, 'command-line.md'), commandReference());
writeFileSync(join(docs, 'ansible-names.md'), ansibleNames());

// The page of a rule that is gone goes, too.
const rules = join(docs, 'rules');
rmSync(rules, { recursive: true, force: true });
mkdirSync(rules);
for (const [name, text] of Object.entries(rulePages())) writeFileSync(join(rules, name), text);
