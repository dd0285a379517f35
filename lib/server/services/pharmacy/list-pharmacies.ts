import "server-only";
import type { PharmacyRow } from "@/lib/protocol/console";
import type { ServerContext } from "../../context/server-context";
import { pharmacyCounts, pharmacyRow } from "./pharmacy-row";

export const PAGE_SIZE = 50;

export type ListQuery = { readonly q: string; readonly after: string };
export type PharmacyPage = { readonly pharmacies: readonly PharmacyRow[]; readonly next: string | null };

/** By number. `q` looks into number, name and town; `after` is the `next` of the page before. */
export async function listPharmacies({ db }: ServerContext, { q, after }: ListQuery): Promise<PharmacyPage> {
	const contains = { contains: q, mode: "insensitive" } as const;
	const rows = await db.pharmacy.findMany({
		where: {
			...(q === "" ? {} : { OR: [{ number: { startsWith: q } }, { name: contains }, { town: contains }] }),
			...(after === "" ? {} : { number: { gt: after } }),
		},
		orderBy: { number: "asc" },
		take: PAGE_SIZE + 1,
		include: pharmacyCounts,
	});
	const pharmacies = rows.slice(0, PAGE_SIZE).map(pharmacyRow);
	return { pharmacies, next: rows.length > PAGE_SIZE ? (pharmacies.at(-1)?.number ?? null) : null };
}
