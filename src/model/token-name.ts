const TOKEN_NAME =
  /^(?:.*[-_.])?(?:token|key|apikey|auth|secret|password|passwd|pass|pw|sig|signature|sid)$|token$/i;
const IN_CAMEL_CASE = /[a-z](?:Key|Auth|Secret|Sig)$/;

/** A parameter of this name gives access, as a rule: `token`, `api_key`, `authKey`, `accesstoken`. */
export const isTokenName = (name: string): boolean => TOKEN_NAME.test(name) || IN_CAMEL_CASE.test(name);
