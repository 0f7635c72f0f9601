import { StorageError } from '@triad/storage';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Metric } from 'prom-client';
import type { DocumentHost } from '../documents/host.ts';
import { ACKNOWLEDGED_WITHIN_S } from '../documents/tally.ts';
import type { Meter } from './meter.ts';

/** What is read when somebody asks for metrics, and kept by others. */
export type Measured = {
  readonly documents: ReturnType<DocumentHost['stats']>;
  readonly eventSockets: number;
  /** Null where this server shares its data with no other. */
  readonly shared: {
    readonly homes: number;
    readonly servers: number;
    readonly isRedisReady: boolean;
    readonly passedOn: Readonly<Record<'request' | 'socket', number>>;
  } | null;
};

export type Metrics = {
  readonly meter: Meter;
  /** All of it, in Prometheus' text format, of this type. */
  text(): Promise<string>;
  readonly contentType: string;
};

/** Of HTTP; a client may name others. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE']);

/**
 * The metrics of one server. Labels are of sets that are known beforehand (routes, kinds, codes): no id,
 * no name and no word of anybody can come into one. What others count is read when it is asked for.
 */
export function makeMetrics(measure: () => Measured, isShared = false): Metrics {
  const register = new Registry();
  const registers = [register];
  let latest: Measured | null = null;
  /** Once for all that is told at a time: it sums over all documents. */
  const measured = (): Measured => (latest ??= measure());
  collectDefaultMetrics({ register });

  /** Of what goes up and down. */
  function gauge(name: string, help: string, read: (now: Measured) => number): void {
    const made = new Gauge({
      name,
      help,
      registers: [],
      collect() {
        this.set(read(measured()));
      },
    });
    register.registerMetric(made);
  }

  /** Of what is counted elsewhere. */
  function total(name: string, help: string, read: (now: Measured) => number): void {
    const made = new Counter({
      name,
      help,
      registers: [],
      collect() {
        this.reset();
        this.inc(read(measured()));
      },
    });
    register.registerMetric(made);
  }

  gauge('triad_document_sockets', 'Sockets of documents.', ({ documents }) => documents.sockets);
  gauge(
    'triad_document_connections',
    'Documents that are open over them; one socket may carry many.',
    ({ documents }) => documents.connections,
  );
  gauge('triad_event_sockets', 'Sockets of project events.', ({ eventSockets }) => eventSockets);
  gauge('triad_resident_documents', 'Documents in memory.', (now) => now.documents.documents);
  gauge('triad_resident_document_bytes', 'Their bytes.', ({ documents }) => documents.bytes);
  gauge(
    'triad_unread_bytes',
    'Bytes that were sent to clients and not read by them yet.',
    ({ documents }) => documents.unreadBytes,
  );
  gauge(
    'triad_store_waiting_bytes',
    'Bytes of updates that were received and are not on disk yet.',
    ({ documents }) => documents.waitingBytes,
  );
  if (isShared) {
    gauge('triad_homes', 'Projects at home here.', ({ shared }) => shared?.homes ?? 0);
    gauge('triad_servers', 'Servers that share the data.', ({ shared }) => shared?.servers ?? 0);
    gauge('triad_redis_ready', '1 while Redis is there.', ({ shared }) =>
      Number(shared?.isRedisReady ?? false),
    );
    register.registerMetric(passedOn(measured));
  }
  const updates = new Counter({
    name: 'triad_document_updates_total',
    help: 'Updates that were handed to the store, by who wrote them.',
    labelNames: ['by'],
    registers: [],
    collect() {
      const { tally } = measured().documents;
      this.reset();
      this.inc({ by: 'client' }, tally.clientUpdates);
      this.inc({ by: 'server' }, tally.serverUpdates);
    },
  });
  total(
    'triad_document_acknowledgements_total',
    'Messages of clients that are on disk and were acknowledged.',
    ({ documents }) => documents.tally.acknowledgements,
  );
  const closes = new Counter({
    name: 'triad_document_closes_total',
    help: 'Connections that the server refused or ended, by close code.',
    labelNames: ['code'],
    registers: [],
    collect() {
      this.reset();
      for (const [code, times] of measured().documents.tally.closes) this.inc({ code }, times);
    },
  });
  register.registerMetric(updates);
  register.registerMetric(closes);
  register.registerMetric(durableAcknowledgements(measured));

  const requests = new Counter({
    name: 'triad_http_requests_total',
    help: 'HTTP requests that were answered, by the name of the route.',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const jobs = new Counter({
    name: 'triad_jobs_total',
    help: 'Jobs that ended, by their kind and how.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const storeErrors = new Counter({
    name: 'triad_store_errors_total',
    help: 'Errors of the store that a request or a document met, by code.',
    labelNames: ['code'],
    registers,
  });

  return {
    meter: {
      request(route, method, status) {
        requests.inc({
          route,
          method: METHODS.has(method) ? method : 'other',
          status: `${Math.floor(status / 100)}xx`,
        });
      },
      job: (kind, outcome) => jobs.inc({ kind, outcome }),
      storeError(error) {
        if (error instanceof StorageError) storeErrors.inc({ code: error.code });
      },
    },
    text() {
      latest = null;
      return register.metrics();
    },
    contentType: register.contentType,
  };
}

function passedOn(measured: () => Measured): Metric {
  return new Counter({
    name: 'triad_passed_on_total',
    help: 'Requests and sockets that were passed on to the server that they are for.',
    labelNames: ['what'],
    registers: [],
    collect() {
      this.reset();
      const counts = Object.entries(measured().shared?.passedOn ?? {});
      for (const [what, times] of counts) this.inc({ what }, times);
    },
  });
}

/**
 * A histogram of counts that are kept elsewhere, which the library has no class for: one of its own
 * would be told of each update, and look up its labels every time.
 */
function durableAcknowledgements(measured: () => Measured): Metric {
  const name = 'triad_document_acknowledgement_seconds';
  const metric = {
    name,
    get() {
      const { acknowledgedWithin, acknowledgedSeconds } = measured().documents.tally;
      let count = 0;
      const buckets = acknowledgedWithin.map((counted, index) => {
        count += counted;
        const labels = { le: ACKNOWLEDGED_WITHIN_S[index] ?? '+Inf' };
        return { metricName: `${name}_bucket`, labels, value: count };
      });
      return Promise.resolve({
        name,
        help: 'Seconds from receiving an update of a client to its acknowledgement, when it is on disk.',
        type: 'histogram',
        aggregator: 'sum',
        values: [
          ...buckets,
          { metricName: `${name}_sum`, labels: {}, value: acknowledgedSeconds },
          { metricName: `${name}_count`, labels: {}, value: count },
        ],
      });
    },
    reset: () => undefined,
  };
  return metric as unknown as Metric;
}
