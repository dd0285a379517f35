import type { EcPublicJwk } from "@/lib/shared/jwk-thumbprint";

/**
 * [DP-4] Who signs the delegations of every exercise. Its private key is published (lib/device/identity/training-issuer.ts):
 * it proves nothing, is in no keyset but an exercise's, and tells a paper of an exercise from one of an unknown issuer.
 */
export const TRAINING_SIGNER: { readonly jwk: EcPublicJwk; readonly kid: string } = {
	jwk: {
		kty: "EC",
		crv: "P-256",
		x: "qgjAV8hyvz0Y8ZgprMCZKzz2AGsF69JYy58QEiclAaY",
		y: "z4XSdzO1oyDbhekIY_CkOIZKWi3eRhxLJYwTJgZeiBs",
	},
	kid: "IVs6OrTylUg",
};
