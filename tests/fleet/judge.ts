/** Says what came of a run, its last line first of all, and whether it is as it has to be. */
import { compare, holds, type Verdict } from "./compare";
import type { Crowd } from "./crowd";
import type { Fleet } from "./fleet";
import { printedAnswers } from "./ledger";
import { storedEvents, storedRecords } from "./stored";

type Verdicts = Readonly<Record<"records" | "check-ins", Verdict>>;

export async function judge({ server }: Fleet, crowd: Crowd): Promise<boolean> {
	const verdicts = await verdictsOf(server, crowd);
	console.log(`answers: ${printedAnswers(crowd.answers)}`);
	const faults = [...crowd.faults(), ...brokenBy(verdicts)];
	if (faults.length > 0) console.log(`look at: ${faults.slice(0, 20).join(", ")}`);
	console.log(printedVerdicts(verdicts));
	return faults.length === 0 && Object.values(verdicts).every(holds);
}

export async function verdictsOf(server: Fleet["server"], { records, events }: Crowd): Promise<Verdicts> {
	return {
		records: compare({ ...records, stored: await storedRecords(server) }),
		"check-ins": compare({ ...events, stored: await storedEvents(server) }),
	};
}

/** Keys of what is lost, doubled or left behind. */
export function brokenBy(verdicts: Verdicts): readonly string[] {
	return Object.values(verdicts).flatMap(({ lost, duplicated, waiting }) => [lost, duplicated, waiting].flat());
}

function printedVerdicts(verdicts: Verdicts): string {
	return Object.entries(verdicts).map(line).join("; ");
}

function line([name, { acknowledged, stored, lost, duplicated, waiting }]: [string, Verdict]): string {
	return `${name}: acknowledged ${acknowledged}, stored ${stored}, lost ${lost.length}, duplicated ${duplicated.length}, waiting ${waiting.length}`;
}
