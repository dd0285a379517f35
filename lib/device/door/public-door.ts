import "client-only";
import { z } from "zod";
import type { Task } from "@/lib/outbox/run-tasks";
import { ASSIGNMENT_KINDS, type AssignmentKind } from "@/lib/shared/assignment-kind";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import { rootOfKeyset } from "@/lib/trust/first-root";
import { TRUST_FILES } from "@/lib/trust/trust-file";
import { database, type RelaisDatabase } from "../store/database";
import { readFact, writeFact } from "../store/facts";
import { fetchPublished } from "../trust/fetch-published";
import { pinnedRoot, pinRoot } from "../trust/list-store";
import { refreshBundle, trustTask } from "../trust/refresh";

/**
 * [ND-6] Verifying without an enrolment: the authority's public lists, and nothing else. Nothing is counted, no code is
 * checked, and nobody is told who verifies. The root is the one that this origin publishes, pinned at first use.
 */

const PUBLIC_FACT = "public-door";
const publicDoor = z.object({ mode: z.enum(ASSIGNMENT_KINDS) });
export type PublicDoor = { readonly mode: AssignmentKind };

export async function readPublicDoor(db: RelaisDatabase = database()): Promise<PublicDoor | undefined> {
	return readFact(PUBLIC_FACT, (value) => publicDoor.safeParse(value).data, db);
}

export async function openPublicDoor(mode: AssignmentKind, db: RelaisDatabase = database()): Promise<void> {
	await writeFact(PUBLIC_FACT, { mode }, db);
}

/** The lists stay: they are public, and offline there would be no others. */
export async function closePublicDoor(db: RelaisDatabase = database()): Promise<void> {
	await db.facts.delete(PUBLIC_FACT);
}

/** Pins what this origin publishes, unless a root is pinned already, and fetches the lists under it. */
export async function fetchPublicLists(
	db: RelaisDatabase = database(),
): Promise<Result<true, Failure<"trust_unreachable" | "keyset_malformed" | "update_refused">>> {
	if ((await pinnedRoot(db)) === undefined) {
		const uri = `/trust/${TRUST_FILES.keyset}`;
		const fetched = await fetchPublished({ uri, etag: null, content: "text" });
		if (fetched.state !== "fetched") return err({ code: "trust_unreachable", retryable: true });
		const root = await rootOfKeyset(fetched.text);
		if (root === undefined) return err({ code: "keyset_malformed", retryable: false });
		await pinRoot(root, db);
	}
	const refreshed = await refreshBundle(db);
	if (refreshed.ok) return ok(true);
	const { code } = refreshed.error;
	return err({ code: code === "not_enrolled" ? "trust_unreachable" : code, retryable: true });
}

/** At the first start there is no root yet; later the lists are refreshed as at any door. */
const publicTask: Task = async () => {
	if ((await pinnedRoot()) === undefined) {
		await fetchPublicLists();
		return { state: "idle" };
	}
	return trustTask();
};

export const PUBLIC_TASKS: readonly Task[] = [publicTask];
