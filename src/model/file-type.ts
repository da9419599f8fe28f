import { lookup } from 'mrmime';

/** The media type of a file by its name or extension; null where that tells nothing. */
export function fileType(name: string): string | null {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return UNKNOWN_TO_MRMIME[extension] ?? lookup(extension) ?? null;
}

const UNKNOWN_TO_MRMIME: Readonly<Record<string, string>> = {
  flac: 'audio/flac',
  m4v: 'video/x-m4v',
  mkv: 'video/x-matroska',
};
