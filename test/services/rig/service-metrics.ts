export type Path = 'old' | 'new';

/** Counters of one life of the service. */
export interface ServiceMetrics {
  /** By "path code". */
  readonly requests: Map<string, number>;
  /** Answered in at most so many seconds, by "path bound". */
  readonly within: Map<string, number>;
  /** By path. */
  readonly seconds: Map<string, number>;
  readonly startedAt: number;
}

const paths = ['old', 'new'] as const;
const codes = [200, 500] as const;
const bounds = [0.005, 0.05, 0.1, 0.5, 1, 2.5] as const;

/** Every combination of labels is there from the start, at zero, as client libraries advise. */
export function freshMetrics(): ServiceMetrics {
  return {
    requests: new Map(paths.flatMap((path) => codes.map((code) => [`${path} ${code}`, 0]))),
    within: new Map(paths.flatMap((path) => bounds.map((bound) => [`${path} ${bound}`, 0]))),
    seconds: new Map(paths.map((path) => [path, 0])),
    startedAt: Date.now() / 1000,
  };
}

export function observe(metrics: ServiceMetrics, path: Path, code: number, seconds: number): void {
  add(metrics.requests, `${path} ${code}`, 1);
  add(metrics.seconds, path, seconds);
  for (const bound of bounds) if (seconds <= bound) add(metrics.within, `${path} ${bound}`, 1);
}

function add(map: Map<string, number>, key: string, n: number): void {
  map.set(key, (map.get(key) ?? 0) + n);
}

/** Prometheus' text format. https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function exposition(metrics: ServiceMetrics): string {
  const lines = ['# TYPE app_requests_total counter'];
  for (const [key, n] of metrics.requests) {
    const [path, code] = key.split(' ');
    lines.push(`app_requests_total{path="${path}",code="${code}"} ${n}`);
  }
  lines.push('# TYPE app_request_seconds histogram');
  for (const path of paths) {
    for (const bound of bounds) {
      const n = metrics.within.get(`${path} ${bound}`) ?? 0;
      lines.push(`app_request_seconds_bucket{path="${path}",le="${bound}"} ${n}`);
    }
    const count = codes.reduce((sum, code) => sum + (metrics.requests.get(`${path} ${code}`) ?? 0), 0);
    lines.push(`app_request_seconds_bucket{path="${path}",le="+Inf"} ${count}`);
    lines.push(`app_request_seconds_sum{path="${path}"} ${metrics.seconds.get(path) ?? 0}`);
    lines.push(`app_request_seconds_count{path="${path}"} ${count}`);
  }
  lines.push('# TYPE process_start_time_seconds gauge', `process_start_time_seconds ${metrics.startedAt}`);
  return `${lines.join('\n')}\n`;
}
