/** Everything that tests can try, as `.ci/run` does, instead of a well chosen part of it. */
export const isThorough = process.env['TAGWIRE_THOROUGH'] === '1';
