/** Says what came of a run, its last line first of all, and whether it is as it has to be. */
import { compare, holds, type Verdict } from "./compare";
import type { Crowd } from "./crowd";
import type { Fleet } from "./fleet";
import { storedEvents, storedRecords } from "./stored";

export async function judge({ server }: Fleet, crowd: Crowd): Promise<boolean> {
	const verdicts: Readonly<Record<string, Verdict>> = {
		records: compare({ ...crowd.records, stored: await storedRecords(server) }),
		"check-ins": compare({ ...crowd.events, stored: await storedEvents(server) }),
	};
	console.log(`answers: ${crowd.printedAnswers()}`);
	const broken = Object.values(verdicts).flatMap(({ lost, duplicated, waiting }) => [lost, duplicated, waiting].flat());
	const faults = [...crowd.faults(), ...broken];
	if (faults.length > 0) console.log(`look at: ${faults.slice(0, 20).join(", ")}`);
	console.log(Object.entries(verdicts).map(line).join("; "));
	return faults.length === 0 && Object.values(verdicts).every(holds);
}

function line([name, { acknowledged, stored, lost, duplicated, waiting }]: [string, Verdict]): string {
	return `${name}: acknowledged ${acknowledged}, stored ${stored}, lost ${lost.length}, duplicated ${duplicated.length}, waiting ${waiting.length}`;
}
