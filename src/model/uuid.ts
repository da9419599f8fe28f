import { v5 } from 'uuid';

/** A UUID of version 5 (RFC 9562, 5.5): the same for a name in a namespace, itself a UUID, at all times. */
export const nameUuid = (name: string, namespace: string): string => v5(name, namespace);

/** The namespace of names that are addresses. */
export const OF_ADDRESSES = v5.URL;
