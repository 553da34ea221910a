import { describeRules } from './sound.ts';

describeRules({
  'dns-disabled': {
    'with records': { dns: { enable: 'no', txt: { name: 'a', value: 'b' } } },
  },
  'forwarder-empty': {
    nothing: { dns: { forwarder: {} } },
  },
  'dns-host-nameless': {
    'no name': { dns: { host: { ip: '10.0.0.5' } } },
  },
  'dns-repeated': {
    'an address': {
      dns: {
        host: [
          { ip: '10.0.0.5', hostname: 'a' },
          { ip: '10.0.0.5', hostname: 'b' },
        ],
      },
    },
    'a text': {
      dns: {
        txt: [
          { name: 'a', value: '1' },
          { name: 'a', value: '2' },
        ],
      },
    },
  },
  'txt-name': {
    'a blank': { dns: { txt: { name: 'a b', value: '1' } } },
  },
  'txt-quotes': { one: { dns: { txt: { name: 'a', value: 'say "hello' } } } },
  'srv-incomplete': {
    'a port without target': { dns: { srv: { service: 'a', protocol: 'tcp', port: 5 } } },
    'port 0': { dns: { srv: { service: 'a', protocol: 'tcp', target: 'x', port: 0 } } },
    'a dot in the service': { dns: { srv: { service: 'a.b', protocol: 'tcp' } } },
    'an underscore in the protocol': { dns: { srv: { service: 'a', protocol: 's_p' } } },
  },
  'dns-name-characters': {
    domain: { domain: { name: 'a b' } },
    hostname: { dns: { host: { ip: '10.0.0.5', hostname: 'a,b' } } },
  },
  'domain-register': {
    alone: { domain: { name: 'lab', register: 'yes' } },
  },
});
