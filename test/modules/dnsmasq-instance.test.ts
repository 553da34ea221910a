import { describe, expect, it } from 'vitest';
import { done, FOLDER, installed, on, running, UNIT, unknown } from './dnsmasq-case.ts';
import { argvs } from './trial.ts';

describe('an instance', () => {
  it('is tested, installed, started and enabled, and then nothing differs', () => {
    const made = on({});
    expect(done(made)).toEqual([
      'write /etc/systemd/system/virtfleet-dnsmasq@.service',
      'systemctl daemon-reload',
      'dnsmasq --test',
      'keep the old files',
      `write ${FOLDER}/guests.conf`,
      `write ${FOLDER}/guests.dhcp-hosts`,
      `write ${FOLDER}/guests.hosts`,
      `systemctl restart ${UNIT}`,
      `systemctl enable -- ${UNIT}`,
    ]);
    expect(made.afterwards().changes).toEqual([]);
    expect(on({}, installed()).differences).toEqual([]);
  });

  it('serves only where it is told to, by files that a restart and by files that a signal takes', () => {
    const [, conf, dhcpHosts, hosts] = on({}).plan.changes.map(({ diff }) => diff?.after ?? '');
    for (const line of [
      'interface=br0',
      'except-interface=lo',
      'bind-dynamic',
      'dhcp-leasefile=/var/lib/virtfleet/dnsmasq/guests.leases',
    ])
      expect(conf).toContain(`${line}\n`);
    expect(conf).not.toMatch(/^(dhcp-host|host-record)=/m);
    expect(dhcpHosts).toMatch(/^52:54:00:00:00:01,10\.0\.0\.21$/m);
    expect(hosts).toMatch(/^10\.0\.0\.1 gw\.lab$/m);
  });

  it('is tested with all that its files say together', () => {
    const test = on({}).steps.find((step) => step.do === 'script' && step.label === 'dnsmasq --test');
    expect(test).toMatchObject({
      stdin: expect.stringMatching(/^dhcp-host=52[\s\S]*^host-record=gw\.lab,10\.0\.0\.1$/m),
    });
  });

  it.each([
    [{ 'dhcp-host': [{ mac: '52:54:00:00:00:01', ip: '10.0.0.22' }] }, 'reload'],
    [{ 'host-record': [] }, 'reload'],
    [{ 'no-resolv': true }, 'restart'],
    [{ 'no-resolv': true, 'host-record': [] }, 'restart'],
  ])('that changes by %j will %s', (args, verb) => {
    const changed = on(args, installed());
    expect(done(changed).at(-1)).toBe(`systemctl ${verb} ${UNIT}`);
    expect(done(changed).filter((label) => /^systemctl/.test(label))).toHaveLength(1);
    for (const impact of changed.impacts)
      expect(impact).toEqual({ disruption: 'service', note: `${UNIT} ${verb}s` });
    expect(changed.afterwards().changes).toEqual([]);
  });

  it('is stopped with its files, and goes away', () => {
    const stopped = on({ state: 'stopped' }, installed());
    expect(argvs(stopped.steps).map(([, verb]) => verb)).toEqual(['disable', 'stop']);
    expect(stopped.afterwards().changes).toEqual([]);
    const gone = on({ state: 'absent' }, installed());
    expect(done(gone)).toEqual([
      `systemctl stop -- ${UNIT}`,
      `systemctl disable -- ${UNIT}`,
      ...['conf', 'dhcp-hosts', 'hosts'].map((end) => `remove ${FOLDER}/guests.${end}`),
    ]);
    expect(gone.afterwards().changes).toEqual([]);
    expect(on({ state: 'absent' }).differences).toEqual([]);
  });

  it('takes files that are right, but were never taken, and then nothing differs', () => {
    const found = on({}, { ...installed(), cutOff: true });
    expect(found.differences).toEqual([`unit ${UNIT}: has its old files → restarted`]);
    expect(done(found)).toEqual([`systemctl restart ${UNIT}`]);
    expect(found.afterwards().changes).toEqual([]);
    const more = on({ 'host-record': [] }, { ...installed(), cutOff: true });
    expect(done(more).at(-1)).toBe(`systemctl restart ${UNIT}`);
    expect(more.afterwards().changes).toEqual([]);
  });

  it('that somebody has disabled is enabled again', () => {
    const found = on({}, { ...installed(), unit: { ...running, enabled: false } });
    expect(found.differences).toEqual([`unit ${UNIT}: disabled → enabled`]);
    expect(found.afterwards().changes).toEqual([]);
  });

  it('that does not run has nothing to take', () => {
    const stopped = { ...running, active: false };
    const found = on({}, { ...installed(), unit: stopped, cutOff: true });
    expect(found.differences).toEqual([`unit ${UNIT}: stopped → started`]);
    expect(found.afterwards().changes).toEqual([]);
    const off = { ...stopped, enabled: false };
    expect(on({ state: 'stopped' }, { ...installed(), unit: off, cutOff: true }).differences).toEqual([]);
    expect(done(on({ state: 'stopped' }))).not.toContain('keep the old files');
  });

  it('that is masked fails', () => {
    expect(on({}, { unit: { ...unknown, load: 'masked' } }).plan.failure).toBe(
      `${UNIT} is masked on this host.`,
    );
  });
});

describe('the arguments', () => {
  it.each([
    [{ interface: [] }, ['name']],
    [{ state: 'present' }, ['state']],
    [{ service: 'dnsmasq' }, ['service']],
    [{ path: '/etc/dnsmasq.d/x.conf', state: 'running' }, ['state']],
    [{ path: '/etc/dnsmasq.d/x.conf', service: 'dnsmasq', interface: [] }, []],
  ])('%j: complaints about %j', (args, complaints) => {
    expect(on(args).complaints).toEqual(complaints);
  });
});
