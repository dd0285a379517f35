// @ts-check
/** Stops with one clear line on a Node that is too old. Old syntax on purpose: it must parse there. */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
	console.error(`Relais needs Node 20.19 or later; this is ${process.versions.node}. See https://nodejs.org/`);
	process.exit(1);
}
