import type { Redis } from 'ioredis';

/**
 * Ends a connection on which something comes that is no answer, with a fault of that connection. The parser of ioredis
 * throws then in the middle of reading, and whoever answers so would end the process.
 */
export function guarded(redis: Redis): Redis {
  redis.on('connect', () => {
    const { stream } = redis;
    for (const read of stream.listeners('data')) {
      stream.off('data', read as () => void);
      stream.on('data', (chunk) => {
        try {
          read.call(stream, chunk);
        } catch (error) {
          stream.destroy(new Error('it answers what is no answer', { cause: error }));
        }
      });
    }
  });
  const duplicate = redis.duplicate.bind(redis);
  // BullMQ makes connections of its own so.
  redis.duplicate = (options) => guarded(duplicate(options));
  return redis;
}
