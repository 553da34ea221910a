import { type Dependency, dependency } from '../plan/dependency.ts';
import { type Probe, printed } from '../plan/probe.ts';
import { type UnitState, unitStates } from './unit.ts';

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
export const services: Probe<Readonly<Record<string, Service>>> = {
  key: 'services',
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  awaited: true,
  parse: (answers) => parseServices(printed(answers, 'list the services')),
};

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

/** What follows from a unit: what tasks read of the services. */
export const serviceDependencies: readonly Dependency[] = [
  dependency(unitStates, services, (found, { name, after }) =>
    name.endsWith('.service') ? { ...found, [name]: serviceAfter(found[name], name, after) } : found,
  ),
];

function serviceAfter(before: Service | undefined, name: string, after: UnitState): Service {
  const { load, active, enabled, fixed } = after;
  const known = fixed ? before?.status : undefined;
  return {
    name,
    state: active ? 'running' : 'stopped',
    status: BAD.has(load) ? load : (known ?? (enabled ? 'enabled' : fixed ? 'static' : 'disabled')),
    source: 'systemd',
  };
}
