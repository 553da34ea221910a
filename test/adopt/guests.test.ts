import { expect, it } from 'vitest';
import { hostGuests } from '../../src/adopt/host/host-guests.ts';

const nic = { mac: '52:54:00:00:00:01', network: 'lab', type: 'network', others: [] };

it('a guest whose name no task takes is listed, and the others are described', () => {
  const guests = [' sp ', '--all', '17', 'web'].map((name) => ({ name, stored: [nic] }));
  expect(hostGuests('hv01', { guests: { value: guests as never } })).toEqual({
    resources: [
      {
        ...{ host: 'hv01', kind: 'guest_interface', name: 'web 52:54:00:00:00:01' },
        args: { guest: 'web', mac: '52:54:00:00:00:01', network: 'lab' },
      },
    ],
    undescribed: [' sp ', '--all', '17'].map((name) => ({
      ...{ host: 'hv01', what: `interface 52:54:00:00:00:01 of guest ${name}` },
      why: 'no task takes the name of the guest: it is a number, or begins with a blank or a dash',
    })),
  });
});
