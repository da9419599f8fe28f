import { Parser } from 'htmlparser2';
import type { SafeHtml } from '../model/values.js';
import { BLOCKS, CODE, FALLBACK } from './elements.js';

/** A paragraph, or a block of code. */
export interface Block {
  readonly kind: 'paragraph' | 'code';
  /** None is empty; in a paragraph white space is folded, within and between them. */
  readonly runs: readonly Run[];
}

/** Text of one kind. */
export interface Run {
  readonly text: string;
  /** Inline code. */
  readonly code: boolean;
}

/** Enough for most excerpts at once. */
const CHUNK = 4096;

/** The visible text of the document in blocks, at least as many as hold `chars` UTF-16 units of it. */
export function blocksOf(html: SafeHtml, chars: number): readonly Block[] {
  const gathered = gatherer();
  const parser = new Parser({
    onopentag: (name) => gathered.open(name),
    onclosetag: (name) => gathered.close(name),
    ontext: (text) => gathered.text(text),
  });
  for (let at = 0; at < html.length && gathered.size() <= chars; at += CHUNK)
    parser.write(html.slice(at, at + CHUNK));
  parser.end();
  return gathered.blocks();
}

function gatherer() {
  const blocks: Block[] = [];
  let runs: Run[] = [];
  let size = 0;
  const depth = { pre: 0, code: 0, fallback: 0 };
  /** A block within `pre` has begun or ended: what follows stands on a line of its own. */
  let isNewLine = false;

  const endBlock = (kind: Block['kind']): void => {
    const ready = kind === 'code' ? trimmedCode(runs) : folded(runs);
    if (ready.length > 0) blocks.push({ kind, runs: ready });
    runs = [];
    isNewLine = false;
  };
  const count = (name: string, by: 1 | -1): void => {
    if (name === 'pre') depth.pre = Math.max(0, depth.pre + by);
    else if (CODE.has(name)) depth.code = Math.max(0, depth.code + by);
    else if (FALLBACK.has(name)) depth.fallback = Math.max(0, depth.fallback + by);
  };

  return {
    open(name: string): void {
      if (depth.pre === 0 && BLOCKS.has(name)) endBlock('paragraph');
      else if (name === 'br') runs.push({ text: '\n', code: false });
      else if (BLOCKS.has(name)) isNewLine = true;
      else if (name === 'td' || name === 'th') runs.push({ text: ' ', code: false });
      count(name, 1);
    },
    close(name: string): void {
      count(name, -1);
      if (!BLOCKS.has(name)) return;
      if (depth.pre === 0) endBlock(name === 'pre' ? 'code' : 'paragraph');
      else if (name !== 'br') isNewLine = true;
    },
    text(text: string): void {
      if (depth.fallback > 0 || text === '') return;
      // Code in a block a line has its line ends beside the blocks, or none at all.
      if (isNewLine && runs.length > 0 && !runs.at(-1)?.text.endsWith('\n') && !text.startsWith('\n'))
        runs.push({ text: '\n', code: false });
      isNewLine = false;
      runs.push({ text, code: depth.code > 0 && depth.pre === 0 });
      size += text.length;
    },
    size: () => size,
    blocks(): readonly Block[] {
      endBlock(depth.pre > 0 ? 'code' : 'paragraph');
      return blocks;
    },
  };
}

/** Code keeps its lines; blank ones around it are the markup's. */
function trimmedCode(runs: readonly Run[]): readonly Run[] {
  const text = runs
    .map((run) => run.text)
    .join('')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd();
  return text === '' ? [] : [{ text, code: false }];
}

/** White space folded across runs, neighbours of one kind joined. */
function folded(runs: readonly Run[]): readonly Run[] {
  const out: { text: string; code: boolean }[] = [];
  let spaced = true;
  for (const { text, code } of runs) {
    const plain = text.replace(/\s+/g, ' ');
    const rest: string = spaced ? plain.trimStart() : plain;
    if (rest === '') continue;
    spaced = rest.endsWith(' ');
    const last = out.at(-1);
    if (last?.code === code) last.text += rest;
    else out.push({ text: rest, code });
  }
  const last = out.at(-1);
  if (last !== undefined) last.text = last.text.trimEnd();
  return out.filter(({ text }) => text !== '');
}
