import type { SafeHtml } from '../model/values.js';
import { BLOCKS, CODE, FALLBACK } from './elements.js';
import { type HtmlReader, readHtml } from './events.js';
import { foldSpace } from './space.js';

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

/**
 * The visible text of the document in blocks, at least as many as hold `chars` UTF-16 units of it. White
 * space around pieces of text is left out of account, since it may not show.
 */
export const blocksOf = (html: SafeHtml, chars: number): readonly Block[] =>
  readHtml(html, () => new Gatherer(chars)).result();

class Gatherer implements HtmlReader {
  private readonly blocks: Block[] = [];
  private runs: Run[] = [];
  private size = 0;
  private pre = 0;
  private code = 0;
  private fallback = 0;
  /** A block within `pre` has begun or ended: what follows stands on a line of its own. */
  private isNewLine = false;

  constructor(private readonly chars: number) {}

  onopentag(name: string): void {
    if (this.pre === 0 && BLOCKS.has(name)) this.endBlock('paragraph');
    else if (name === 'br') this.runs.push({ text: '\n', code: false });
    else if (BLOCKS.has(name)) this.isNewLine = true;
    else if (name === 'td' || name === 'th') this.runs.push({ text: ' ', code: false });
    this.count(name, 1);
  }

  onclosetag(name: string): void {
    this.count(name, -1);
    if (!BLOCKS.has(name)) return;
    if (this.pre === 0) this.endBlock(name === 'pre' ? 'code' : 'paragraph');
    else if (name !== 'br') this.isNewLine = true;
  }

  ontext(text: string): void {
    if (this.fallback > 0 || text === '') return;
    // Code in a block a line has its line ends beside the blocks, or none at all.
    if (
      this.isNewLine &&
      this.runs.length > 0 &&
      !this.runs.at(-1)?.text.endsWith('\n') &&
      !text.startsWith('\n')
    )
      this.runs.push({ text: '\n', code: false });
    this.isNewLine = false;
    this.runs.push({ text, code: this.code > 0 && this.pre === 0 });
    this.size += (this.pre > 0 ? text : foldSpace(text)).trim().length;
  }

  hasEnough(): boolean {
    return this.size > this.chars;
  }

  result(): readonly Block[] {
    this.endBlock(this.pre > 0 ? 'code' : 'paragraph');
    return this.blocks;
  }

  private endBlock(kind: Block['kind']): void {
    const ready = kind === 'code' ? trimmedCode(this.runs) : folded(this.runs);
    if (ready.length > 0) this.blocks.push({ kind, runs: ready });
    this.runs = [];
    this.isNewLine = false;
  }

  private count(name: string, by: 1 | -1): void {
    if (name === 'pre') this.pre = Math.max(0, this.pre + by);
    else if (CODE.has(name)) this.code = Math.max(0, this.code + by);
    else if (FALLBACK.has(name)) this.fallback = Math.max(0, this.fallback + by);
  }
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
    const plain = foldSpace(text);
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
