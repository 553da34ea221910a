import { createSocket } from 'node:dgram';

/**
 * usage: node resolver.ts ADDRESS REFUSED
 * A name server that knows every name on one address, and refuses all on another: RFC 1035, section 4.1.
 */
const [answers = '', refuses = ''] = process.argv.slice(2);

function serve(address: string, flags: number, answer: Buffer): void {
  const socket = createSocket('udp4');
  socket.on('message', (question, from) => {
    const end = question.indexOf(0, 12) + 5;
    const head = Buffer.from([0, 0, flags >> 8, flags & 255, 0, 1, 0, answer.length > 0 ? 1 : 0, 0, 0, 0, 0]);
    question.copy(head, 0, 0, 2);
    socket.send(Buffer.concat([head, question.subarray(12, end), answer]), from.port, from.address);
  });
  socket.bind(53, address, () => process.stdout.write(`${address}\n`));
}

/** A pointer to the name, type A, class IN, a second, 192.0.2.53. */
serve(answers, 0x8180, Buffer.from('c00c00010001000000010004c0000235', 'hex'));
serve(refuses, 0x8185, Buffer.alloc(0));
