import { PAGE_ASSETS } from '../bundle.ts';

/** Prints how long the HTML report of 500 hosts and 20 networks takes to be made, painted and filtered: least, median, most. */
const HOSTS = Number(process.argv[2] ?? 500);
const NETWORKS = Number(process.argv[3] ?? 20);
const TIMES = 5;

// The source runs as it is here: what the build puts in has to be there before it is loaded.
for (const [name, text] of Object.entries(PAGE_ASSETS))
  Object.assign(globalThis, { [name]: JSON.parse(text) });
const { page } = await import('../src/report/page/page.ts');
const { opened } = await import('../test/report/page/chromium/opened.ts');
const { fleetDocument } = await import('../test/report/page/sample.ts');

const document = fleetDocument(HOSTS, NETWORKS);
const made = Array.from({ length: TIMES }, () => {
  const began = performance.now();
  const { length } = page(document);
  return { length, ms: performance.now() - began };
});
console.log(`${HOSTS} hosts × ${NETWORKS} networks: ${((made[0]?.length ?? 0) / 1e6).toFixed(1)} MB`);
print(
  'made',
  made.map(({ ms }) => ms),
);

const STEPS: readonly (readonly [name: string, script: string])[] = [
  ['filter: one host', find('hv12')],
  ['filter: all again', find('')],
  ['filter: a word of entries', find('storage')],
  ['filter: all again', find('')],
  ['filter: drifted', 'document.querySelector(".tiles button").click()'],
  ['filter: all again', 'document.querySelector(".tiles button").click()'],
  ['filter: one network', choose(3)],
  ['filter: all again', choose('')],
  ['order by state', 'document.querySelector("[data-sort=state] button").click()'],
];
const paints: number[] = [];
const steps = STEPS.map((): Time[] => []);
for (let time = 0; time < TIMES; time += 1)
  await opened(document, {}, async ({ page: tab, faults }) => {
    await tab.waitForTimeout(300);
    paints.push(
      await tab.evaluate<number>('performance.getEntriesByName("first-contentful-paint")[0].startTime'),
    );
    await tab.evaluate('document.querySelector("#fleet").scrollIntoView()');
    await tab.waitForTimeout(300);
    const session = await tab.context().newCDPSession(tab);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const busy = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000;
    };
    for (const [index, [, script]] of STEPS.entries()) {
      const before = await busy();
      const wall = await tab.evaluate<number>(timed(script));
      steps[index]?.push({ wall, cpu: (await busy()) - before });
    }
    if (faults.length > 0) throw new Error(faults.join('\n'));
  });
print('first contentful paint', paints);
for (const [index, [name]] of STEPS.entries()) {
  const all = steps[index] ?? [];
  print(
    name,
    all.map(({ wall }) => wall),
    all.map(({ cpu }) => cpu),
  );
}

/** Milliseconds; `cpu` is what the browser's main thread computed, which a busy machine does not change. */
interface Time {
  wall: number;
  cpu: number;
}

/** Milliseconds until what the script does is painted. */
function timed(script: string): string {
  return `new Promise((done) => {
    const began = performance.now();
    ${script};
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now() - began);
      port2.postMessage(0);
    });
  })`;
}

function find(text: string): string {
  return input('#find', text);
}

function choose(value: number | ''): string {
  return input('#network', String(value));
}

function input(selector: string, value: string): string {
  return `const field = document.querySelector('${selector}'); field.value = '${value}';
    field.dispatchEvent(new Event('input', { bubbles: true }))`;
}

function print(what: string, wall: readonly number[], cpu?: readonly number[]): void {
  const of = (all: readonly number[]) => {
    const sorted = all.toSorted((one, other) => one - other);
    const shown = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
    return shown.map((ms = 0) => ms.toFixed(0).padStart(6)).join('');
  };
  const computed = cpu ? `; of them computing${of(cpu)} ms` : '';
  console.log(`${what.padEnd(28)}${of(wall)} ms${computed}`);
}
