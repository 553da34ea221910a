import * as z from 'zod';
import { type Probe, printed } from '../plan/probe.ts';
import { defineModule } from './module.ts';

interface Service {
  name: string;
  /** `running`, or what systemd calls its state. */
  state: string;
  /** Whether it starts with the host, in the words of systemctl. */
  status: string;
  source: 'systemd';
}

const READ = `
systemctl list-units --no-pager --no-legend --plain --type service --all | sed 's/^/unit /'
systemctl list-unit-files --no-pager --no-legend --type service | sed 's/^/file /'`;

/** All services of the host as they are when they are asked for. */
const services: Probe<Readonly<Record<string, Service>>> = {
  key: 'services',
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  awaited: true,
  parse: (answers) => parseServices(printed(answers, 'list the services')),
};

export const serviceFacts = defineModule({
  name: 'service_facts',
  selfContained: true,
  summary: 'Read the systemd services of the host into ansible_facts.services',
  description:
    'Each has name, state (running, stopped) and status (enabled, disabled, static, …). It changes nothing.',
  example: 'service_facts: {}',
  args: z.strictObject({}),
  answers: () => ['ansible_facts', 'services'],
  observe: () => ({ services }),
  plan: (_, { services: found }) => ({ changes: [], result: { ansible_facts: { services: found } } }),
});

/** What hides whether a service is enabled. */
const BAD: ReadonlySet<string> = new Set(['not-found', 'masked', 'failed']);

/** Source: `SystemctlScanService` in `modules/service_facts.py` of Ansible 2.14. */
function parseServices(text: string): Record<string, Service> {
  const found: Record<string, Service> = {};
  for (const line of text.split('\n')) {
    const [section, name = '', ...words] = line.split(/\s+/);
    if (section === 'unit') {
      const [load = '', active = '', sub = ''] = words;
      const bad = [load, active, sub].find((word) => BAD.has(word));
      found[name] = {
        name,
        state: sub === 'running' ? sub : 'stopped',
        status: bad ?? active,
        source: 'systemd',
      };
    }
    if (section !== 'file') continue;
    const [status = ''] = words;
    const known = found[name];
    if (!known) found[name] = { name, state: 'inactive', status, source: 'systemd' };
    else if (!BAD.has(known.status)) found[name] = { ...known, status };
  }
  return found;
}
