/** Work of one kind that is done one after the other, so that it never holds more than one connection. */
import "server-only";

export type InTurn = <Answer>(work: () => Promise<Answer>) => Promise<Answer>;

/** What fails keeps nobody back who comes after it. */
export function turns(): InTurn {
	let running: Promise<unknown> = Promise.resolve();
	return (work) => {
		const run = running.then(work, work);
		running = run.catch(() => undefined);
		return run;
	};
}
