import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { server, worker } from '../../src/commands/declaration/schedule.ts';
import { blocks, documentAt, ROOT, rows } from './documents.ts';

const PAGE = 'docs/controllers.md';
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** What starts virtfleet: its words, the paths that its environment names, and where its files lie. */
interface Started {
  words: readonly string[];
  environment: readonly string[];
  /** Folders and files that are there: mounts, and with systemd those of the machine. */
  mounts: readonly string[];
}

const unit = (name: string) => {
  const lines = text(`deploy/systemd/${name}`).split('\n');
  const values = (key: string) =>
    lines.flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));
  return { lines, values };
};
const UNITS = ['virtfleet-server.service', 'virtfleet-worker@.service'];
const ofUnit = (name: string): Started => {
  const { values } = unit(name);
  const words = values('ExecStart').at(-1)?.split(' ') ?? [];
  const environment = values('Environment').map((one) => one.replace(/^PGPASSFILE=/, ''));
  return { words, environment, mounts: ['/etc/virtfleet', '/srv/networks'] };
};

interface Service {
  image: string;
  command: string[];
  environment: Record<string, string>;
  volumes: string[];
  user?: string;
  secrets?: string[];
}
const compose: { services: Record<string, Service>; secrets: Record<string, { file: string }> } = parse(
  text('deploy/compose.yaml'),
  { merge: true },
);
const ofService = (name: string): Started => {
  const { command = [], environment = {}, volumes = [] } = compose.services[name] ?? {};
  const mounts = volumes.map((volume) => volume.split(':')[1] ?? '');
  return { words: command, environment: Object.values(environment), mounts };
};

// In YAML 1.1, as Kubernetes reads it, 0440 is octal.
const pods = parseAllDocuments(text('deploy/kubernetes.yaml'), { version: '1.1' }).flatMap((document) => {
  const { kind, spec } = document.toJS();
  return kind === 'Deployment' ? [spec.template.spec] : [];
});
const ofPod = (pod: (typeof pods)[number]): Started => {
  const [{ command, env, volumeMounts }] = pod.containers;
  return {
    words: command,
    environment: env.map(({ value }: { value: string }) => value),
    // The project is in the image.
    mounts: ['/srv/networks', ...volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)],
  };
};

const STARTED: Readonly<Record<string, readonly Started[]>> = {
  systemd: UNITS.map(ofUnit),
  compose: ['server', 'worker'].map(ofService),
  kubernetes: pods.map(ofPod),
};
const SECRETS = rows(documentAt(PAGE), 'file').map(([name]) => name?.replaceAll('`', '') ?? '');
const script = (info: string) =>
  blocks('sh')
    .filter((one) => one.where.startsWith(PAGE) && one.info === info)
    .map((one) => one.text)
    .join('');

describe.each(Object.entries(STARTED))('what %s starts', (_, all) => {
  it('is a server and a worker, with options that there are and no password', () => {
    expect(all.map(({ words }) => words.slice(0, 2))).toEqual([
      ['virtfleet', 'server'],
      ['virtfleet', 'worker'],
    ]);
    for (const { words } of all) {
      const { options } = words[1] === 'server' ? server : worker;
      const known = Object.values(options).map(({ flags }) => /--[a-z-]+/.exec(flags)?.[0]);
      expect(known).toEqual(expect.arrayContaining(words.filter((word) => word.startsWith('--'))));
      expect(words[words.indexOf('--queue') + 1]).toBe('@/etc/virtfleet/queue');
    }
  });

  it('names files that are there, and the secrets of the page', () => {
    for (const { words, environment, mounts } of all) {
      const paths = [...words, ...environment].flatMap((word) => /^@?(\/.*)$/.exec(word)?.[1] ?? []);
      expect(paths).toContain('/etc/virtfleet/pgpass');
      for (const path of paths) {
        expect([path, mounts.includes(path) || mounts.includes(dirname(path))]).toEqual([path, true]);
        if (path !== '/srv/networks') expect(SECRETS).toContain(path.replace('/etc/virtfleet/', ''));
      }
    }
  });
});

it('the page writes each secret that it has', () => {
  for (const name of ['queue', 'pgpass', 'slack'])
    expect(script('systemd')).toContain(`/etc/virtfleet/${name}\n`);
  for (const name of ['queue', 'pgpass', 'token'])
    expect(script('compose')).toContain(`secret virtfleet/${name}\n`);
  expect(SECRETS).toEqual(['queue', 'pgpass', 'slack', 'token']);
  const schedule = blocks('yaml').find((one) => one.where.startsWith(PAGE) && one.info === 'schedule');
  expect(schedule?.text).toContain('notify: "@/etc/virtfleet/slack"');
});

describe('systemd', () => {
  it.each(UNITS)('%s lets Node do without system calls that are refused', (name) => {
    const { values } = unit(name);
    expect([values('SystemCallFilter'), values('SystemCallErrorNumber')]).toEqual([
      ['@system-service'],
      ['EPERM'],
    ]);
  });

  it('has users that the page makes, and copies files that there are', () => {
    const { values } = unit('virtfleet-worker@.service');
    expect(script('systemd')).toContain(`--home-dir /var/lib/${values('StateDirectory')[0]} `);
    expect(script('systemd')).toMatch(new RegExp(`^sudo useradd .* ${values('User')[0]}$`, 'm'));
    expect(unit('virtfleet-server.service').values('SupplementaryGroups')).toEqual(values('User'));
    for (const [, name = ''] of script('systemd').matchAll(/"\$deploy\/([^"]+)"/g))
      expect([name, existsSync(join(ROOT, 'deploy/systemd', name))]).toEqual([name, true]);
  });

  it('notifies with what the unit starts, and a webhook', () => {
    const [start] = unit('virtfleet-server.service').values('ExecStart');
    expect(unit('virtfleet-server.service.d/notify.conf').values('ExecStart')).toEqual([
      '',
      `${start} --notify @/etc/virtfleet/slack`,
    ]);
  });
});

describe('containers', () => {
  const image = text('deploy/Containerfile');
  const [, uid = '', home = ''] = /useradd --uid (\d+) .*--home-dir (\S+)/.exec(image) ?? [];

  it('have the user and the home of the image', () => {
    expect(image).toContain(`USER ${uid}:${uid}`);
    expect(text('packaging/Containerfile')).toContain(
      `useradd --uid ${uid} --user-group --home-dir ${home} `,
    );
    for (const worker of [ofService('worker'), ofPod(pods[1])])
      expect(worker.mounts).toContain(`${home}/.ssh`);
    expect(script('compose')).toContain(`-o ${uid} -g ${uid}`);
    expect(compose.services['queue']?.user).toBe(`${uid}:${uid}`);
    for (const { securityContext } of pods)
      expect(securityContext).toMatchObject({ runAsUser: Number(uid), fsGroup: Number(uid) });
  });

  it('have the image that the page builds, with the queue of the page', () => {
    const [, tag] = /--file deploy\/Containerfile --tag (\S+) /.exec(documentAt(PAGE)) ?? [];
    for (const name of ['server', 'worker'])
      expect(compose.services[name]?.image).toBe(`\${VIRTFLEET_IMAGE:-${tag}}`);
    for (const all of [image, script('systemd')])
      expect(all).toMatch(/npm install --global \S+ bullmq@6 ioredis@5/);
  });

  it('mount folders that the page makes, and files that it writes', () => {
    const volumes = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes);
    const folders = volumes.flatMap((volume) => /^\.\/([^:]+)/.exec(volume)?.[1] ?? []);
    for (const folder of folders) expect(script('compose')).toMatch(new RegExp(` ${folder}(\\s|$)`, 'm'));
    const files = Object.values(compose.secrets).map(({ file }) => file.replace('./secrets/', ''));
    for (const file of files) expect(script('compose')).toContain(`| secret ${file}\n`);
    for (const { secrets = [] } of Object.values(compose.services))
      expect(files).toEqual(expect.arrayContaining(secrets));
  });

  it('of Kubernetes have volumes that there are, whose files the group reads', () => {
    for (const { volumes, containers } of pods) {
      const names = volumes.map(({ name }: { name: string }) => name);
      for (const { name } of containers[0].volumeMounts) expect(names).toContain(name);
      for (const { secret } of volumes) if (secret) expect(secret.defaultMode).toBe(0o440);
    }
  });
});
