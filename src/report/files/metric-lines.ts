/** A metric of Prometheus with all of its samples. */
export interface Metric {
  name: string;
  help: string;
  samples: readonly Sample[];
}

export interface Sample {
  labels: Readonly<Record<string, string>>;
  value: number;
}

/**
 * Gauges in the text format of Prometheus
 * (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format). A metric without samples is left
 * out.
 */
export function metricLines(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .flatMap(({ name, help, samples }) => [
      `# HELP ${name} ${help}\n# TYPE ${name} gauge\n`,
      ...[...summed(samples)].map(([labels, value]) => `${name}${labels} ${value}\n`),
    ])
    .join('');
}

/**
 * Values by labels as they are written. Names of a host may differ in what cannot be written; a text that has a sample
 * twice is refused as a whole.
 */
function summed(samples: Metric['samples']): Map<string, number> {
  const all = new Map<string, number>();
  for (const { labels, value } of samples) {
    const written = labelText(labels);
    all.set(written, (all.get(written) ?? 0) + value);
  }
  return all;
}

function labelText(labels: Sample['labels']): string {
  const all = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return all.length > 0 ? `{${all.join(',')}}` : '';
}

/** The format has no other escapes. A carriage return and half a surrogate pair would break what reads the line. */
function escaped(value: string): string {
  return value
    .replaceAll(/\p{Surrogate}/gu, '\ufffd')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll(/\r?\n|\r/g, '\\n');
}
