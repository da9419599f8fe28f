import { Parser } from 'htmlparser2';
import { isPlain, type PlainReader } from './plain.js';

/** Told of a document as it is read. */
export interface HtmlReader {
  onopentag(name: string): void;
  onclosetag(name: string): void;
  /** Decoded; a text may come in pieces. */
  ontext(text: string): void;
  /** Nothing more need be read. */
  hasEnough(): boolean;
}

/** Characters that the parser gets at once: in between it is asked whether there is enough. */
const CHUNK = 8192;

/**
 * Reads HTML until the end, or until there is enough, and returns the reader that was told of it. `start`
 * makes one: a second where the HTML turns out not to be plain. Linear.
 */
export function readHtml<Reader extends HtmlReader>(html: string, start: () => Reader): Reader {
  const reader = start();
  return isPlain(html, new PlainEvents(html, reader)) ? reader : parsed(html, start());
}

/** As htmlparser2 tells it, whatever it is. */
export function parsed<Reader extends HtmlReader>(html: string, reader: Reader): Reader {
  const parser = new Parser(reader, { decodeEntities: true, lowerCaseTags: true });
  for (let at = 0; at < html.length; at += CHUNK) {
    parser.write(html.slice(at, at + CHUNK));
    if (reader.hasEnough()) return reader;
  }
  parser.end();
  return reader;
}

class PlainEvents implements PlainReader {
  constructor(
    private readonly html: string,
    private readonly reader: HtmlReader,
  ) {}

  open(name: string): boolean {
    this.reader.onopentag(name);
    return true;
  }

  close(name: string): boolean {
    this.reader.onclosetag(name);
    return true;
  }

  text(start: number, end: number): boolean {
    this.reader.ontext(this.html.slice(start, end));
    return !this.reader.hasEnough();
  }

  character(character: string): boolean {
    this.reader.ontext(character);
    return true;
  }

  comment(): boolean {
    return true;
  }
}
