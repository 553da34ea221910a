import { must } from '../lab/restart-host.ts';

/** One thing that a run changes, and how a host shows which version of it is there. */
interface Aim {
  task: (version: number) => object;
  /** Shell text that prints the version. */
  shows: string;
}

/** What is interrupted. Each trial wants the next version of everything. */
export interface Kind {
  name: string;
  aims: readonly Aim[];
  /** More keys of the play. */
  play?: object;
  /** What is typed at a prompt, and the text that announces each. */
  answers?: readonly { prompt: string; answer: string }[];
  /** More words on the command line. */
  words?: readonly string[];
  prepare?: (host: string) => Promise<unknown>;
}

const NONE = 'echo -1';

const file = (name: string): Aim => ({
  task: (version) => ({
    name: `file ${name}`,
    copy: { dest: `/etc/trial-${name}`, content: `${version}\n` },
  }),
  shows: `cat /etc/trial-${name} 2>/dev/null || ${NONE}`,
});

const bridge = (name: string, number: number, more: object = {}): Aim => ({
  task: (version) => ({
    name: `bridge ${name}`,
    bridge: {
      name,
      addresses: [`10.${number}.0.${version}/24`],
      parameters: { stp: false, 'forward-delay': 0 },
    },
    ...more,
  }),
  shows: `ip -4 -o addr show ${name} 2>/dev/null | sed -n 's|.* 10\\.${number}\\.0\\.\\([0-9]*\\)/.*|\\1|p' | grep . || ${NONE}`,
});

const NETWORK = 'trial';
const BRIDGE = 'virbr55';

/** A network whose only lease is the version: dnsmasq reads it again. */
const reservation: Aim = {
  task: (version) => ({
    name: 'reservation',
    network: {
      name: 'leases',
      forward: { mode: 'open' },
      bridge: { name: 'virbr56' },
      ip: {
        address: '10.56.0.1/24',
        dhcp: {
          range: { start: '10.56.0.200', end: '10.56.0.220' },
          host: [{ mac: '52:54:00:aa:bb:01', ip: `10.56.0.${version + 1}` }],
        },
      },
    },
  }),
  shows: `virsh net-dumpxml leases 2>/dev/null | sed -n "s/.*ip='10\\.56\\.0\\.\\([0-9]*\\)'.*/\\1/p" | awk '{ print $1 - 1 }' | grep . || ${NONE}`,
};

/** A network with guests whose mtu is the version: it is stopped and started. */
const restart: Aim = {
  task: (version) => ({
    name: 'restart',
    network: { name: NETWORK, mtu: { size: 1300 + version } },
  }),
  shows: `virsh net-dumpxml ${NETWORK} 2>/dev/null | sed -n "s/.*<mtu size='\\([0-9]*\\)'.*/\\1/p" | awk '{ print $1 - 1300 }' | grep . || ${NONE}`,
};

const XML = `<network><name>${NETWORK}</name><forward mode='open'/><bridge name='${BRIDGE}'/><mtu size='1301'/>
<ip address='10.55.0.1' netmask='255.255.255.0'/></network>`;

/** Guests are put on the network once; every restart has to plug them back. */
async function withGuests(host: string): Promise<void> {
  const { lab } = await import('../lab/lab.ts');
  await must(host, `cat >/run/trial.xml && virsh net-define /run/trial.xml && virsh net-start ${NETWORK}`, {
    stdin: XML,
  });
  for (const name of ['g1', 'g2']) await lab.addGuest(host, { name, networks: [NETWORK] });
}

/** How many ports the bridge of the guests has. */
export const GUESTS = `ls /sys/class/net/${BRIDGE}/brif 2>/dev/null | wc -l`;

export const KINDS: readonly Kind[] = [
  {
    name: 'run',
    aims: [file('first'), reservation, bridge('br8', 8), file('last')],
    play: { disruption: 'link' },
  },
  {
    name: 'restart',
    aims: [file('before'), restart, file('after')],
    play: { disruption: 'link' },
    prepare: withGuests,
  },
  {
    name: 'guard',
    aims: [file('before'), bridge('br9', 9, { guard: true, confirm_timeout: 12 }), file('after')],
    play: { disruption: 'link' },
  },
  {
    name: 'prompt',
    aims: [file('first'), { task: () => ({ name: 'wait', pause: { seconds: 2 } }), shows: '' }, file('last')],
    play: { vars_prompt: [{ name: 'colour', prompt: 'Colour', private: false }] },
    answers: [
      { prompt: 'SSH password:', answer: 'none' },
      { prompt: 'Colour:', answer: 'blue' },
    ],
    words: ['-k'],
  },
];
