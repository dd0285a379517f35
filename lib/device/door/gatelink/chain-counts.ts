import "client-only";
import { z } from "zod";
import { count, identifier, LABEL_LIMIT, numericDate, plainText } from "@/lib/protocol/fields";
import { database, type RelaisDatabase } from "../../store/database";
import { factStore, readFact } from "../../store/facts";

/** What other gates of an event said by a chain of codes: all that they knew of then, not only what was carried. */
const CHAIN_COUNTS_FACT = "chain-counts";

const gateCounts = z.object({ gate: plainText.max(LABEL_LIMIT), entries: count, exits: count, at: numericDate });
type GateCounts = Readonly<z.infer<typeof gateCounts>>;

const stored = z.object({ assignment: identifier, gates: z.array(gateCounts) });
const parse = (value: unknown) => stored.safeParse(value).data;

/** The latest word of each gate, by its name. Those of another event are forgotten. */
export async function noteChainCounts(
	assignment: string,
	counts: GateCounts,
	db: RelaisDatabase = database(),
): Promise<void> {
	await factStore(CHAIN_COUNTS_FACT, parse, db).change((before) => {
		const gates = before?.assignment === assignment ? before.gates : [];
		return { assignment, gates: [...gates.filter(({ gate }) => gate !== counts.gate), counts] };
	});
}

export async function chainCounts(assignment: string, db: RelaisDatabase = database()): Promise<readonly GateCounts[]> {
	const known = await readFact(CHAIN_COUNTS_FACT, parse, db);
	return known?.assignment === assignment ? known.gates : [];
}
