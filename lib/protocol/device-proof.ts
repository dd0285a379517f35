/**
 * How a device signs a request: an ES256 JWT in `Authorization: Device <jwt>`, made with the device key.
 *
 * Header `{"alg":"ES256","typ":"device-proof+jwt","kid":"<full RFC 7638 thumbprint of the device key>"}`.
 * Claims: `aud` = origin + path of the request, `htm` = method, `bh` = b64u SHA-256 of the body bytes,
 * `jti` = random UUID (accepted once), `iat`, `exp` = iat + 60.
 */
export const DEVICE_PROOF_TYP = "device-proof+jwt";
export const DEVICE_PROOF_SCHEME = "Device";
/** Seconds that a proof lives. */
export const DEVICE_PROOF_LIFETIME = 60;
/** Seconds by which `iat` may lie ahead of the server's clock. */
export const DEVICE_PROOF_SKEW = 30;
/**
 * A proof outside its time is answered 401 `proof_time` with the server's time in `X-Relais-Time` (NumericDate):
 * the device corrects its offset and tries once more. A wrong device clock must not stop a queue.
 */
export const SERVER_TIME_HEADER = "x-relais-time";
