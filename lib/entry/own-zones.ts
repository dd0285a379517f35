/**
 * Where the authority has counters. Times on papers are in the zone of the counter, which is named where it is another than
 * the authority's.
 */

export const AUTHORITY_ZONE = "Europe/Paris";

/** IANA names of the zones of France (Décret n° 78-855, and the local decrees overseas). */
const OWN_ZONES: ReadonlySet<string> = new Set([
	AUTHORITY_ZONE,
	"America/Cayenne",
	"America/Guadeloupe",
	"America/Marigot",
	"America/Martinique",
	"America/Miquelon",
	"America/St_Barthelemy",
	"Indian/Kerguelen",
	"Indian/Mayotte",
	"Indian/Reunion",
	"Pacific/Gambier",
	"Pacific/Marquesas",
	"Pacific/Noumea",
	"Pacific/Tahiti",
	"Pacific/Wallis",
]);

/** A computer of another zone is set wrong, or its clock was corrected by hand and shifts every time (spec EN-2). */
export function isOwnZone(zone: string): boolean {
	return OWN_ZONES.has(zone);
}
