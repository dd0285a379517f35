/** The policy that a verdict is asked under, chosen once per call. */
export type VerifierPolicy = { readonly kind: "none" };
