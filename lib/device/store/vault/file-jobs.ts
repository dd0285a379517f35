import type { OpenFile } from "./slot-file";

/** One opening of the file: `work` with it, or with undefined where there are no files. Alone among all pages. */
export type WithFile = (work: (file: OpenFile | undefined) => void) => Promise<void>;

type Job = { readonly run: (file: OpenFile | undefined) => void; readonly reject: (error: unknown) => void };

/**
 * [VA-15] Opening the file takes its turn among all pages and costs far more than reading in it: whatever is asked for until
 * it is open is done in that one opening. Otherwise whoever issues waits behind every line of the list.
 */
export function fileJobs(withFile: WithFile) {
	let waiting: Job[] = [];
	let opening = false;
	const runAll = (file: OpenFile | undefined) => {
		const jobs = waiting;
		waiting = [];
		for (const { run } of jobs) run(file);
	};
	const open = async () => {
		opening = true;
		while (waiting.length > 0) {
			try {
				await withFile(runAll);
			} catch (error) {
				const jobs = waiting;
				waiting = [];
				for (const { reject } of jobs) reject(error);
			}
		}
		opening = false;
	};
	/** What `work` answers; undefined where there are no files. Rejects with its fault alone, or with that of opening. */
	return <Value>(work: (file: OpenFile) => Value): Promise<{ readonly value: Value } | undefined> =>
		new Promise((resolve, reject) => {
			const run = (file: OpenFile | undefined) => {
				try {
					resolve(file && { value: work(file) });
				} catch (error) {
					reject(error);
				}
			};
			waiting.push({ run, reject });
			if (!opening) void open();
		});
}
