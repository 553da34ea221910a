import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serversAt, serversOf } from '../../../src/bridge/kernel/servers.ts';
import { absent, fileOf, gone, link, on } from '../../modules/bridge-trial.ts';
import { parsed } from '../../modules/trial.ts';

const servers = { addresses: ['10.91.0.53', '2001:db8::53'], search: ['lab.example', 'b.example'] };
const given = { addresses: ['10.91.0.53', '2001:DB8::53'], search: ['Lab.example.', 'b.example', '~corp'] };
const read = (text: string) => parsed(serversAt('vfd1'), text);

describe.each(['252', '257'])('networkd of systemd %s', (version) => {
  const text = readFileSync(
    join(import.meta.dirname, `../../recorded/networkctl-status-systemd-${version}.txt`),
    'utf8',
  );

  it('says the name servers that were configured', () => {
    expect(read(text)).toEqual(servers);
    expect(serversOf(given)).toEqual(servers);
  });

  it('says those of leases beside them', () => {
    expect(read(text.replaceAll('"ConfigSource":"static"', '"ConfigSource":"DHCPv4"'))).toEqual({
      addresses: [],
      search: [],
    });
  });

  it('says nothing of a link that it does not run', () => {
    expect(
      read(text.replace('"AdministrativeState":"configured"', '"AdministrativeState":"unmanaged"')),
    ).toBeNull();
  });
});

it('where there is no networkd nothing is said', () => {
  expect(read('')).toBeNull();
});

describe('the name servers of a bridge', () => {
  const args = { nameservers: given };
  const content = on({ file: absent, link: gone }, args).plan.changes[0]?.diff?.after ?? '';
  const there = { file: { ...fileOf({}), content }, link };

  it('are compared with what networkd has', () => {
    expect(on({ ...there, servers }, args).differences).toEqual([]);
    const drifted = on({ ...there, servers: { addresses: ['9.9.9.9'], search: [] } }, args);
    expect(drifted.differences).toEqual([
      'name servers of br0: 9.9.9.9 → 10.91.0.53, 2001:db8::53',
      'search domains of br0: null → lab.example, b.example',
    ]);
    expect(drifted.afterwards().changes).toEqual([]);
  });

  it('are those of the file alone where the host does not say them', () => {
    expect(on({ ...there, servers: null }, args).differences).toEqual([]);
    expect(on({ file: absent, link: gone, servers: null }, args).afterwards().changes).toEqual([]);
  });
});
