/** How the operator comes in; see `ways.ts`. */
export type Way = 'near' | 'far' | 'jump' | 'near6' | 'far6';

/** Of a task; `refused` is what no host was asked for. */
export type Status = 'ok' | 'changed' | 'reverted' | 'blocked' | 'failed' | 'not-converged' | 'refused';

/**
 * A change that cuts, shadows or reroutes the way of the operator, or looks as if it did. In all texts ADDRESS4 and
 * ADDRESS6 are those of the host, JUMP that of the jump host.
 */
export interface LockoutCase {
  name: string;
  way: Way;
  /** Shell text that prepares the host by hand. */
  before?: string;
  /** Tasks that bring the host where the change begins. */
  setup?: readonly object[];
  tasks: readonly object[];
  /** How the last task that begins may end; the host is as before unless it has changed. */
  ends: readonly Status[];
  /** What the playbook allows; `link` unless told. */
  disruption?: 'service';
  /** Who logs in and becomes root; root unless told. */
  user?: string;
}

/** Takes the management address to a bridge; `more` is laid over it. */
export const moved = (more: object = {}) => ({
  name: 'br0',
  interfaces: ['eth0'],
  addresses: ['ADDRESS4/16'],
  routes: [{ to: 'default', via: '10.77.0.1' }],
  parameters: { stp: false, 'forward-delay': 0 },
  takes_over: ['/etc/netplan/01-uplink.yaml'],
  ...more,
});

/** A second bridge, beside the way of the operator. */
export const second = (more: object = {}) => ({
  name: 'br9',
  addresses: ['10.9.0.1/24'],
  parameters: { stp: false, 'forward-delay': 0 },
  ...more,
});

/** A link of hardware, by its looks, with somebody at its other end. */
export const SPARE =
  'ip link add up1 type veth peer name far-up1; ip link set far-up1 up; ip link set up1 up';

/** A netplan file of eth0 in the place of the host's own. */
export const uplink = (text: string) => `cat >/etc/netplan/01-uplink.yaml <<'END'
network:
  version: 2
  ethernets:
    eth0:
      addresses: [ADDRESS4/16]
${text.replaceAll(/^/gm, '      ')}
END
netplan apply; sleep 1`;
