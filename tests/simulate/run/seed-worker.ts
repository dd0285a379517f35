/** A process that plays the seeds that it is given, one after the other (./play-seeds.ts). */
import type { Scenario } from "../scenario";
import { playAlone } from "./play-alone";

process.on("message", (scenario: Scenario) => {
	playAlone(scenario).then(
		(told) => process.send?.({ ...told, cpu: process.cpuUsage() }),
		(fault: unknown) => {
			throw fault;
		},
	);
});
process.on("disconnect", () => process.exit());
