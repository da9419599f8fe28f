import { expect, test } from 'vitest';
import { passMetrics } from '../../../src/service/metrics/pass-metrics.js';
import { prometheusMetrics } from '../../../src/service/metrics/prometheus.js';

/** The samples of a name, as they stand. */
async function samples(metrics: ReturnType<typeof prometheusMetrics>, name: string): Promise<string[]> {
  const { text } = await metrics.exposition();
  return text.split('\n').filter((line) => line.startsWith(name));
}

test('counts what passes do: how they came out, how long each stage took, what was asked and written', async () => {
  let now = 0;
  const metrics = prometheusMetrics('1.2.3');
  const { watcher, ended } = passMetrics(metrics, () => now);
  watcher.stage('prepare');
  now = 200;
  watcher.stage('poll');
  watcher.answered({ title: 'Blog A', failed: false, kind: 'fresh', requests: 2, bytes: 5000 });
  watcher.answered({ title: 'Blog B', failed: false, kind: 'unchanged', requests: 1, bytes: 0 });
  now = 3000;
  ended('well');
  metrics.filesWritten({ written: 31, removed: 1 });
  expect(await samples(metrics, 'tagwire_passes_total')).toEqual(['tagwire_passes_total{result="well"} 1']);
  expect(await samples(metrics, 'tagwire_pass_duration_seconds_sum')).toEqual([
    'tagwire_pass_duration_seconds_sum 3',
  ]);
  expect(await samples(metrics, 'tagwire_pass_stage_duration_seconds_sum')).toEqual([
    'tagwire_pass_stage_duration_seconds_sum{stage="prepare"} 0.2',
    'tagwire_pass_stage_duration_seconds_sum{stage="poll"} 2.8',
  ]);
  expect(await samples(metrics, 'tagwire_poll')).toEqual([
    'tagwire_polls_total{outcome="fresh"} 1',
    'tagwire_polls_total{outcome="unchanged"} 1',
    'tagwire_poll_requests_total 3',
    'tagwire_poll_received_bytes_total 5000',
    'tagwire_polls_not_modified_ratio 0',
  ]);
  expect(await samples(metrics, 'tagwire_files')).toEqual([
    'tagwire_files_written_total 31',
    'tagwire_files_removed_total 1',
  ]);
});

test('counts what is said to hubs and by them, and what is done for them between passes', async () => {
  const metrics = prometheusMetrics('1.2.3');
  for (const what of ['received', 'received', 'forged', 'delayed', 'strange'] as const) metrics.heard(what);
  metrics.errandEnded('well');
  metrics.delivered({ delivered: 4, failed: 3, givenUp: 1 });
  metrics.delivered({ delivered: 1, failed: 0, givenUp: 0 });
  expect(await samples(metrics, 'tagwire_websub_received')).toEqual([
    'tagwire_websub_received_total{outcome="received"} 2',
    'tagwire_websub_received_total{outcome="forged"} 1',
    'tagwire_websub_received_total{outcome="delayed"} 1',
    'tagwire_websub_received_total{outcome="strange"} 1',
  ]);
  expect(await samples(metrics, 'tagwire_errands')).toEqual(['tagwire_errands_total{result="well"} 1']);
  expect(await samples(metrics, 'tagwire_deliveries')).toEqual([
    'tagwire_deliveries_total{outcome="delivered"} 5',
    'tagwire_deliveries_total{outcome="failed"} 2',
    'tagwire_deliveries_total{outcome="given-up"} 1',
  ]);
  expect(await samples(metrics, 'tagwire_passes_total')).toEqual([]);
});

test.each(['elsewhere', 'refused'] as const)('a pass that was not made took no time: %s', async (result) => {
  const metrics = prometheusMetrics('1.2.3');
  passMetrics(metrics, () => 0).ended(result);
  expect(await samples(metrics, 'tagwire_pass_duration_seconds_count')).toEqual([
    'tagwire_pass_duration_seconds_count 0',
  ]);
});

test('says what is stored, what was answered, and how the process is', async () => {
  const metrics = prometheusMetrics('1.2.3');
  const sources = { ok: 4, new: 0, failing: 2, gone: 0, disabled: 0, shared: 0 };
  const figures = { sources, entries: 120, withheld: 20, polls: 40, notModified: 30 };
  metrics.stored({ figures, counts: { counts: { site: 90 }, newest: {}, archives: {} } }, 7);
  metrics.answered(200, 1000);
  metrics.answered(304, 0);
  const { text, contentType } = await metrics.exposition();
  expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  for (const sample of [
    'tagwire_build_info{version="1.2.3"} 1',
    'tagwire_sources{state="failing"} 2',
    'tagwire_entries 120',
    'tagwire_entries_withheld 20',
    'tagwire_posts 90',
    'tagwire_tags 7',
    'tagwire_polls_not_modified_ratio 0.75',
    'tagwire_http_requests_total{code="304"} 1',
    'tagwire_http_response_bytes_total 1000',
  ])
    expect(text).toContain(`\n${sample}\n`);
  expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
});
