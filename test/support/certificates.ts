import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** Files in PEM. */
export interface Certificates {
  readonly key: string;
  /** For 127.0.0.1 and db.test. */
  readonly certificate: string;
  /** Who vouches for it. */
  readonly authority: string;
  /** Who doesn't. */
  readonly stranger: string;
}

/** Makes a certificate in a folder, with openssl, which comes with every PostgreSQL of Debian's. */
export function makeCertificates(folder: string): Certificates {
  const at = (name: string): string => path.join(folder, name);
  const openssl = (...args: readonly string[]): void =>
    void execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  for (const name of ['authority', 'stranger'])
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-subj',
      `/CN=${name}`,
    );
  writeFileSync(at('names'), 'subjectAltName = IP:127.0.0.1, DNS:db.test\n');
  openssl('req', ...newKey, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=db.test');
  openssl(
    ...['x509', '-req', '-in', 'server.csr', '-CA', 'authority.pem', '-CAkey', 'authority.key'],
    ...['-CAcreateserial', '-extfile', 'names', '-out', 'server.pem'],
  );
  return {
    key: at('server.key'),
    certificate: at('server.pem'),
    authority: at('authority.pem'),
    stranger: at('stranger.pem'),
  };
}
