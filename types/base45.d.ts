/** The package has no types of its own; bench/codecs.ts is its only user. */
declare module "base45" {
	const base45: { readonly decode: (text: string) => Uint8Array; readonly encode: (bytes: Uint8Array) => string };
	export default base45;
}
