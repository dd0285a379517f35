/**
 * Families of passes and tickets that this version knows of and does not read (spec V-9). Told by what their texts begin
 * with; nothing is decoded. "Cannot be read here" is no word about the document.
 */
import { TEXT_LIMIT } from "@/lib/shared/text-limit";

/** base45 or base32 behind a scheme of letters and a version, long enough to hold a signature: `HC2:`, `HCFR1:`, `LT1:`, `NL2:`, `RP2:`. */
const VERSIONED = /^(?:HC[A-Z]{0,2}\d{1,2}|[A-Z]{2}\d{1,2}):[0-9A-Z $%*+\-./:]{80,}$/;

const FAMILIES: readonly RegExp[] = [
	/** New Zealand's pass (nzcp.covid19.health.nz). */
	/^NZCP:\/\d/i,
	/** SMART Health Links, and the viewers' addresses that carry one. */
	/^(?:https:\/\/[^#]*#)?shlink:\//i,
	/** A 2D-DOC of another version, its certificate and its dates behind it. */
	/^DC\d\d[0-9A-Z]{8}[0-9A-F]{8}/,
	/** ICAO visible digital seals for tests and vaccinations (VDS-NC). */
	/^\{(?=[\s\S]{0,600}"t"\s*:\s*"icao\.(?:test|vacc)")/,
	/** Rail tickets, UIC 918.3. */
	/^#UT\d\d\d{4}/,
	/** W3C credentials, such as India's DIVOC. */
	/^\{(?=[\s\S]{0,400}"@context"\s*:\s*\[?\s*"https:\/\/www\.w3\.org\/(?:20\d\d\/credentials|ns\/credentials))/,
];

/** Bytes that a reader gives as characters: ICAO seals; DOSIPAS (ERA TAP TSI B.12), plain and with a second signature; DIVOC's packed file. */
const BINARY: readonly string[] = [
	..."\u0002\u0003\u0004".split("").map((version) => `\u00dc${version}`),
	...["\u0001U", "\u0081U"].flatMap((head) => ["b", "c", "d", "e"].map((version) => head + version)),
	"PK\u0003\u0004",
];

/** `text` as read by ./entry-text, of none of the four formats. */
export function isOtherFamily(text: string): boolean {
	if (text.length > TEXT_LIMIT) return false;
	return [VERSIONED, ...FAMILIES].some((family) => family.test(text)) || BINARY.some((head) => text.startsWith(head));
}
