/** What a process of the service does, where several share the work. In the order of `--role`. */
export const ROLES = ['poll', 'publish', 'serve'] as const;

export type Role = (typeof ROLES)[number];

export const ALL_ROLES: ReadonlySet<Role> = new Set(ROLES);

/** Whether a word names a role. */
export const isRole = (word: string): word is Role => ROLES.some((role) => role === word);
