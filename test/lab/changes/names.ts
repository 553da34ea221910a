import { DB, dns, modified, NEW_DNSMASQ, type NetworkChange, RELOAD, RESTART, WEB } from './change.ts';

const TXT = { name: 'key', value: 'one' };
const SRV = { service: 'ldap', protocol: 'tcp', target: 'web.lab.example', port: 389 };
const FORWARDER = { addr: '192.0.2.53' };

/** What the name service of a network says. */
export const NAMES: readonly NetworkChange[] = [
  {
    name: 'a DNS host is added',
    after: dns({ host: [WEB, DB] }),
    ...RELOAD,
    steps: ['dns-host add-last'],
    appears: '>db<',
  },
  {
    name: 'a DNS host gets another name',
    after: dns({ host: [{ ...WEB, hostname: ['www'] }] }),
    ...RELOAD,
    steps: modified('dns-host'),
    appears: '>www<',
    vanishes: '>web<',
  },
  {
    name: 'a DNS host gets a second name',
    after: dns({ host: [{ ...WEB, hostname: ['web', 'www'] }] }),
    ...RELOAD,
    steps: modified('dns-host'),
    appears: '>www<',
  },
  {
    name: 'a DNS host gets another address',
    after: dns({ host: [{ ...WEB, ip: 'NET.31' }] }),
    ...RELOAD,
    steps: ['dns-host delete', 'dns-host add-last'],
    appears: 'NET.31',
  },
  {
    name: 'a DNS host is removed',
    before: dns({ host: [WEB, DB] }),
    after: { ...dns({}), exclusive: ['dns.host'] },
    ...RELOAD,
    steps: ['dns-host delete'],
    vanishes: '>db<',
  },
  {
    name: 'a TXT record is added',
    after: dns({ txt: [TXT] }),
    ...NEW_DNSMASQ,
    steps: ['dns-txt add-last'],
    appears: "value='one'",
  },
  {
    name: 'a TXT record gets another value',
    before: dns({ txt: [TXT] }),
    after: dns({ txt: [{ ...TXT, value: 'two' }] }),
    ...NEW_DNSMASQ,
    steps: modified('dns-txt'),
    appears: "value='two'",
    vanishes: "value='one'",
  },
  {
    name: 'a TXT record is removed',
    before: dns({ txt: [TXT] }),
    after: { ...dns({ txt: [] }), exclusive: ['dns.txt'] },
    ...NEW_DNSMASQ,
    steps: ['dns-txt delete'],
    vanishes: '<txt',
  },
  {
    name: 'an SRV record is added',
    after: dns({ srv: [SRV] }),
    ...NEW_DNSMASQ,
    steps: ['dns-srv add-last'],
    appears: "service='ldap'",
  },
  {
    name: 'an SRV record gets another port',
    before: dns({ srv: [SRV] }),
    after: dns({ srv: [{ ...SRV, port: 636 }] }),
    ...NEW_DNSMASQ,
    steps: ['dns-srv delete', 'dns-srv add-last'],
    appears: "port='636'",
  },
  {
    name: 'an SRV record is removed',
    before: dns({ srv: [SRV] }),
    after: { ...dns({ srv: [] }), exclusive: ['dns.srv'] },
    ...NEW_DNSMASQ,
    steps: ['dns-srv delete'],
    vanishes: '<srv',
  },
  {
    name: 'forwarders are added',
    after: dns({ forwarder: [FORWARDER] }),
    ...RESTART,
    appears: FORWARDER.addr,
  },
  {
    name: 'a forwarder is removed',
    before: dns({ forwarder: [FORWARDER] }),
    after: { ...dns({ forwarder: [] }), exclusive: ['dns.forwarder'] },
    ...RESTART,
    vanishes: FORWARDER.addr,
  },
  {
    name: 'names without a dot stay here',
    after: dns({ forwardPlainNames: false }),
    ...RESTART,
    appears: "forwardPlainNames='no'",
  },
  {
    name: 'DNS is switched off',
    before: { dns: {} },
    after: { dns: { enable: false } },
    ...RESTART,
    appears: "enable='no'",
  },
  {
    name: 'the domain changes',
    after: { domain: { name: 'new.example' } },
    ...RESTART,
    appears: 'new.example',
  },
  {
    name: 'the domain becomes local',
    after: { domain: { name: 'lab.example', localOnly: true } },
    ...RESTART,
    appears: "localOnly='yes'",
  },
];
