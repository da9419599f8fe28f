/** A file to be published: `path` is relative to public/, with `/` between its parts. */
export interface OutputFile {
  readonly path: string;
  readonly body: string | Uint8Array;
}
