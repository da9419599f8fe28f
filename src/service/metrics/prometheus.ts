import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics } from './metrics.js';

/** From a poll that finds nothing to a first pass over thousands of sources. */
const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800];

/**
 * Metrics in the text format of Prometheus, with those of the process and of the event loop that prom-client
 * collects itself (`process_…`, `nodejs_…`). Names and units are Prometheus's conventions.
 */
export function prometheusMetrics(version: string): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const counter = <L extends string>(name: string, help: string, ...labelNames: readonly L[]) =>
    new Counter({ name: `tagwire_${name}`, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, ...labelNames: readonly L[]) =>
    new Gauge({ name: `tagwire_${name}`, help, labelNames, registers });
  const histogram = <L extends string>(name: string, help: string, ...labelNames: readonly L[]) =>
    new Histogram({ name: `tagwire_${name}`, help, labelNames, registers, buckets: SECONDS });

  const info = gauge('build_info', 'Always 1; the version is its label.', 'version');
  const passes = counter('passes_total', 'Passes by how they came out.', 'result');
  const errands = counter(
    'errands_total',
    'Passes that polled nothing, for hubs, by how they came out.',
    'result',
  );
  const passSeconds = histogram('pass_duration_seconds', 'How long passes took.');
  const stageSeconds = histogram('pass_stage_duration_seconds', 'How long stages of passes took.', 'stage');
  const polls = counter('polls_total', 'Polls of sources by their outcome.', 'outcome');
  const pollRequests = counter('poll_requests_total', 'Requests sent to sources, redirects included.');
  const pollBytes = counter('poll_received_bytes_total', 'Bytes of bodies received from sources.');
  const unmodified = gauge(
    'polls_not_modified_ratio',
    'Share of all polls so far that were answered by 304.',
  );
  const sources = gauge('sources', 'Sources of feeds.json by state.', 'state');
  const entries = gauge('entries', 'Stored entries.');
  const withheld = gauge('entries_withheld', 'Stored entries that "only" holds back.');
  const posts = gauge('posts', 'Published posts.');
  const tags = gauge('tags', 'Tags of feeds.json.');
  const written = counter('files_written_total', 'Files written to the published folder.');
  const removed = counter('files_removed_total', 'Files removed from the published folder.');
  const requests = counter('http_requests_total', 'Requests answered, by status.', 'code');
  const sent = counter('http_response_bytes_total', 'Bytes of bodies sent.');
  const heard = counter('websub_received_total', 'What came from hubs, by what became of it.', 'outcome');
  const sentOut = counter('deliveries_total', 'Tries to deliver notices, by their outcome.', 'outcome');
  const subscriptions = gauge('websub_subscriptions', 'Running WebSub subscriptions.');
  const config = gauge('config_ok', '1 where feeds.json is in use as it is, 0 while a broken edit waits.');

  info.set({ version }, 1);
  config.set(1);
  return {
    passEnded(result, seconds) {
      passes.inc({ result });
      if (seconds !== null) passSeconds.observe(seconds);
    },
    errandEnded: (result) => errands.inc({ result }),
    stageEnded: (stage, seconds) => stageSeconds.observe({ stage }, seconds),
    asked({ kind, requests: asked, bytes }) {
      polls.inc({ outcome: kind });
      pollRequests.inc(asked);
      pollBytes.inc(bytes);
    },
    filesWritten(files) {
      written.inc(files.written);
      removed.inc(files.removed);
    },
    delivered({ delivered, failed, givenUp }) {
      sentOut.inc({ outcome: 'delivered' }, delivered);
      sentOut.inc({ outcome: 'failed' }, failed - givenUp);
      sentOut.inc({ outcome: 'given-up' }, givenUp);
    },
    heard: (what) => heard.inc({ outcome: what }),
    stored({ figures, counts }, configured) {
      for (const [state, n] of Object.entries(figures.sources)) sources.set({ state }, n);
      entries.set(figures.entries);
      withheld.set(figures.withheld);
      posts.set(counts.counts['site'] ?? 0);
      tags.set(configured);
      unmodified.set(figures.polls === 0 ? 0 : figures.notModified / figures.polls);
    },
    answered(status, bytes) {
      requests.inc({ code: String(status) });
      sent.inc(bytes);
    },
    subscriptions: (n) => subscriptions.set(n),
    configurationRead: (isWell) => config.set(isWell ? 1 : 0),
    exposition: async () => ({ contentType: register.contentType, text: await register.metrics() }),
  };
}
