/** Scripts that run in each page of a test before its own, in whichever browser. `relaisTestFault(text)` is there. */
export const PAGE_SCRIPTS: readonly string[] = [
	// Functions that are handed to a page name their inner functions by this helper of the compiler, which stays behind.
	"globalThis.__name ??= (named) => named;",
	`(${reportPolicy})();`,
	// There is no printer here, and a browser without a window has no dialog: the paper is looked at in print media.
	"window.print = () => {};",
];

/** Runs in the page. */
function reportPolicy(): void {
	document.addEventListener("securitypolicyviolation", (event) => {
		const report = (globalThis as unknown as { relaisTestFault(text: string): void }).relaisTestFault;
		report(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`);
	});
}
