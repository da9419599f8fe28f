import { counted, figure } from '../model/words.js';
import type { NeedlessGate } from '../operate/needless-gates.js';
import { printable } from './printable.js';
import type { Style } from './style.js';
import { boldHead, table } from './table.js';

/** A source that needs no gate, and where it stands; null for one that only a reading list has. */
export interface PlacedGate extends NeedlessGate {
  /** What feeds.json has to say of the source, beside what it says already. */
  readonly write: {
    readonly url: string;
    readonly tags?: readonly string[];
    readonly hints?: readonly string[];
    readonly only: readonly string[];
  };
  readonly place: {
    readonly file: string;
    readonly line: number;
    /** It is written as its address alone, so that nothing else is said of it. */
    readonly isAddress: boolean;
  } | null;
}

/** Sources that need no gate, with the lines for feeds.json. Whole lines. */
export function gatesReport(gates: readonly PlacedGate[], more: number, style: Style): string {
  if (gates.length === 0)
    return 'No source is named: none has 10 stored posts of which nine in ten pass "only" and some don’t.\n';
  const bold = boldHead(style);
  const right = { align: 'right', paint: bold } as const;
  const rows = table(
    [
      ['HELD', 'PASSED', 'SOURCE', 'SUCH AS'],
      ...gates.map(({ held, passed, title, example }) => [
        figure(held),
        figure(passed),
        printable(title),
        `“${printable(example.title ?? example.id)}”`,
      ]),
    ],
    [right, right, { paint: bold, max: 32 }, { paint: bold, max: 56 }],
    style.marks.ellipsis,
  );
  const rest = more > 0 ? [`and ${counted(more, 'more source')}; --limit shows them`] : [];
  const advice = 'Nearly all that they write passes "only". To let through the rest, write into feeds.json:';
  const lines = gates.map((gate) => `  ${written(gate, style)}`);
  return `${[...rows, ...rest, '', advice, '', ...lines].join('\n')}\n`;
}

/** `{ "url": "…", "only": [] }`, and where that source stands now. */
function written({ source, place, write }: PlacedGate, { marks, dim }: Style): string {
  const said = Object.entries(write).map(([key, value]) => `"${key}": ${json(value)}`);
  if (place !== null && !place.isAddress) said.splice(-1, 0, marks.ellipsis);
  const instead = place === null || source.only === null ? '' : ', in place of its "only"';
  const where = place === null ? 'beside the list that has it' : `${printable(place.file)}:${place.line}`;
  return `{ ${said.join(', ')} }  ${dim(where + instead)}`;
}

/** On one line, with the blanks that a person would leave. */
const json = (value: string | readonly string[]): string =>
  typeof value === 'string'
    ? JSON.stringify(printable(value))
    : `[${value.map((one) => JSON.stringify(one)).join(', ')}]`;
