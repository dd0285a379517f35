/**
 * The process of one format: runs its inputs and tells the parent how far it is. A process for each, because the time
 * that a verdict computes can only be measured for a whole process.
 */
import { type LaneTask, runFormat } from "./run-format";

process.once("message", async (task: LaneTask) => {
	const progress = structuredClone(task.progress);
	await runFormat(progress, { ...task, onProgress: () => process.send?.(progress) });
	process.send?.(progress, () => process.disconnect());
});
