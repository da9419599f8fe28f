import { compileRules } from '../../classify/index.js';
import { labelledItem } from '../../classify/report/json-feed.js';
import { type HandFilings, handFilings } from '../../classify/rules/by-hand.js';
import { ConfigError } from '../../config/errors.js';
import { readFiles } from '../../config/files/read-files.js';
import { type CheckedConfig, parseFiles } from '../../config/read.js';
import { Missed } from '../../operate/missed.js';
import { type NeedlessGate, needlessGates } from '../../operate/needless-gates.js';
import { withReader } from '../../operate/site.js';
import { gatesReport, type PlacedGate } from '../../terminal/gates-report.js';
import type { CommonOptions, Io } from '../../terminal/io.js';
import { createStyle } from '../../terminal/style.js';
import { readFeedInput } from '../arguments/feed-input.js';

/** Names the sources that need no gate, by what is stored and by posts that somebody has labelled. */
export async function suggestSources(
  options: CommonOptions & { readonly from?: string },
  limit: number,
  io: Io,
): Promise<void> {
  const parsed = parseFiles(await readFiles(options.config));
  if (!parsed.ok) throw new ConfigError(parsed.problems);
  const { config } = parsed;
  const labelled = options.from === undefined ? () => null : await labelledIn(options.from, io);
  const gates = await withReader(options, async (store) => {
    const missed = await Missed.in(store, { config, classifier: compileRules(config) }, null, io.now());
    return needlessGates(missed, config, (entry) => labelled(entry) !== null);
  });
  const shown = gates.slice(0, limit).map((gate) => placed(gate, parsed));
  io.out(
    options.json
      ? `${JSON.stringify(shown.map(inJson), null, 2)}\n`
      : gatesReport(shown, gates.length - shown.length, createStyle(io)),
  );
}

/** The posts of a JSON Feed that have tags, by id and by link. */
async function labelledIn(file: string, io: Io): Promise<HandFilings> {
  const { items } = await readFeedInput(file, io);
  return handFilings(
    items.flatMap((item) => {
      const { tags } = labelledItem(item);
      const names = [item.object['id'], item.object['url']].filter((name) => typeof name === 'string');
      return tags.length === 0 ? [] : names.map((post) => ({ post, add: tags, drop: [], note: null }));
    }),
  );
}

function placed(gate: NeedlessGate, { locate }: CheckedConfig): PlacedGate {
  const { url, list, place, tags, hints } = gate.source;
  // Of a source that feeds.json names itself, nothing that its list says holds any more.
  const ofList =
    list === null ? {} : { ...(tags.length > 0 && { tags }), ...(hints.length > 0 && { hints }) };
  const write = { url, ...ofList, only: [] };
  const finding = { path: ['sources', place], atKey: false, message: '', help: null };
  const [found] = list === null ? locate([finding], 'warning') : [];
  if (found === undefined) return { ...gate, write, place: null };
  const { file, line, column, excerpt } = found;
  return { ...gate, write, place: { file, line, isAddress: [...excerpt.text][column - 1] === '"' } };
}

const inJson = ({ source, title, passed, held, labelled, example, place, write }: PlacedGate) => ({
  source: source.url,
  title,
  held,
  passed,
  labelled,
  example: { id: example.id, url: example.url, title: example.title },
  list: source.list,
  file: place?.file ?? null,
  line: place?.line ?? null,
  write,
});
