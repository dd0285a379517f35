/** The process of the `relais` command, run as `npm run --silent relais -- …`. */
import { relais } from "./relais";

/** A reader that closes the pipe early (`| head`) is no error. */
process.stdout.on("error", (cause: NodeJS.ErrnoException) => {
	process.exit(cause.code === "EPIPE" ? 0 : 1);
});

// Not process.exit: what was written may not be flushed yet.
process.exitCode = await relais(process.argv.slice(2), process);
