import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { PAGE_ASSETS } from './bundle.ts';
import { FLEETS } from './test/lab/lab.ts';
import { LongFirst } from './test/lab/long-first.ts';
import { NIGHTLY_ONLY } from './test/lab/nightly.ts';
import { NIGHTLY } from './test/sampled.ts';
import { temporaryFolder } from './test/temporary-folder.ts';

/** Where PAGE_ASSETS get into the source. */
const ASSETS = '/src/report/page/assets.ts';
/** Tests that need Debian's Chromium. */
const BROWSER = 'test/report/page/chromium/**/*.test.ts';

/** What was compiled before is kept in node_modules, but not the file whose texts are defined here. */
const kept: NonNullable<ViteUserConfig['plugins']>[number] = {
  name: 'kept',
  configureVitest: ({ experimental_defineCacheKeyGenerator: keyOf }) =>
    keyOf(({ id }) => (id.endsWith(ASSETS) ? false : undefined)),
};

export default defineConfig({
  test: {
    sequence: { sequencer: LongFirst },
    projects: [
      {
        plugins: [kept],
        define: { ...PAGE_ASSETS },
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/lab/**', BROWSER],
          env: { TMPDIR: temporaryFolder() },
          // Properties are tried with many values; on a busy machine that takes a while.
          testTimeout: 60_000,
          // Loading the same modules anew for each file takes most of the time; no test replaces a module.
          isolate: false,
          // What was compiled before is kept in node_modules. A global setup, as the lab has, fails with it.
          experimental: { fsModuleCache: true },
          // Vitest leaves one core to itself, which is idle while tests run.
          maxWorkers: '100%',
        },
      },
      {
        define: { ...PAGE_ASSETS },
        test: {
          name: 'browser',
          include: [BROWSER],
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
          // They only end what hangs.
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'lab',
          include: ['test/lab/**/*.test.ts'],
          exclude: NIGHTLY ? [] : NIGHTLY_ONLY.map((name) => `test/lab/${name}.test.ts`),
          globalSetup: ['test/lab/global-setup.ts'],
          setupFiles: ['test/lab/with-fleet.ts'],
          // The tests of a file change the hosts that those of another look at: each worker has a fleet of its own.
          maxWorkers: FLEETS,
          sequence: { groupOrder: 1 },
          // They only end what hangs: a busy machine takes several times as long as a quiet one.
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
