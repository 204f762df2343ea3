// Close codes: RFC 6455, section 7.4.1, the IANA registry, and one of the protocol's own.

export const ABNORMAL = 1006;
export const POLICY = 1008;
export const RESTART = 1012;
export const OVERLOADED = 1013;
export const TOKEN_EXPIRED = 4001;
export const EXPECTED_CLOSES = new Set([
  1000,
  1001,
  1005,
  ABNORMAL,
  RESTART,
  OVERLOADED,
  TOKEN_EXPIRED,
]);
